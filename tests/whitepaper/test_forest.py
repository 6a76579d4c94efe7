"""The forest plot marks effects where they lie, and says what has none."""

import re
from xml.etree import ElementTree

import pytest

from onepool.whitepaper.forest import LEFT, PLOT, Effect, forest, ticks


def effect(name: str, *bounds: float | None, reason: str | None = None) -> Effect:
    """Return an effect with (lift, low, high)."""
    return Effect(name, 20, 10, *bounds, "green", reason)


def test_points_and_intervals_lie_to_scale() -> None:
    svg = forest([effect("a", 0.0, -50.0, 50.0), effect("b", 40.0, 10.0, 50.0)])
    tree = ElementTree.fromstring(svg)
    lines = [group.find("line").attrib for group in tree.iter("g")]
    assert [float(line["x1"]) for line in lines] == [LEFT, LEFT + 0.6 * PLOT]
    assert [float(line["x2"]) for line in lines] == [LEFT + PLOT, LEFT + PLOT]
    points = [float(group.find("circle").attrib["cx"]) for group in tree.iter("g")]
    assert points == [LEFT + 0.5 * PLOT, LEFT + 0.9 * PLOT]
    assert [group.attrib["class"] for group in tree.iter("g")] == ["across", "apart"]


def test_zero_is_in_it_however_far_the_effects() -> None:
    svg = forest([effect("far", 300.0, 200.0, 400.0)])
    assert re.search(rf'class="zero" x1="{LEFT}.0"', svg)


def test_what_has_no_interval_has_a_reason_and_no_mark() -> None:
    svg = forest([effect("small", 5.0, None, None, reason="too_few_members")])
    assert "too few members, 20 : 10" in svg
    assert "<g" not in svg
    ElementTree.fromstring(svg)


def test_names_are_text() -> None:
    svg = forest([effect('<b>"&' + "x" * 40, 1.0, 0.0, 2.0)])
    assert "<b>" not in svg
    ElementTree.fromstring(svg)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-1.0, 1.0, [-1.0, -0.5, 0.0, 0.5, 1.0]),
        (0.0, 0.003, [0.0, 0.0005, 0.001, 0.0015, 0.002, 0.0025, 0.003]),
        (-6e6, 0.0, [-6e6, -5e6, -4e6, -3e6, -2e6, -1e6, 0.0]),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(expected)
