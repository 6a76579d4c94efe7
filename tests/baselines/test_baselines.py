"""What the baselines say of the days that hurt."""

import random
import statistics

import pytest

from tests.baselines.conftest import Judge

WEEK = (90, 80, 100, 95, 110, 160, 150)


def noisy(days: int, seed: int = 1, noise: float = 0.04) -> list[float]:
    """Return a series with a weekly season and a little noise."""
    draw = random.Random(seed)
    return [WEEK[day % 7] * (1 + draw.gauss(0, noise)) for day in range(days)]


def test_no_light_in_the_first_weeks(judge: Judge):
    days = judge(noisy(120))
    lit = [number for number, day in enumerate(days) if day["light"]]
    assert lit == list(range(lit[0], 120))
    # A week for the level, four weekdays and two weeks of misses.
    assert 49 <= lit[0] <= 56
    assert {day["reason"] for day in days[: lit[0]]} == {"short_history"}
    assert {day["reason"] for day in days[lit[0] :]} == {None}


def test_only_days_before_count(judge: Judge):
    values = noisy(120)
    changed = [*values[:100], *(value * 10 for value in values[100:])]
    before = judge(values)
    after = judge(changed)
    for column in ("expected", "lower", "upper", "scale"):
        assert [day[column] for day in before[:101]] == [
            day[column] for day in after[:101]
        ]


def test_a_second_way_gives_the_same_expectation(judge: Judge):
    values = noisy(120)
    levels: list[float | None] = []
    week_means = [
        statistics.fmean(values[max(0, day - 6) : day + 1]) for day in range(120)
    ]
    for day in range(120):
        past = week_means[max(0, day - 21) : day]
        levels.append(statistics.median(past) if len(past) >= 7 else None)
    expected: dict[int, float] = {}
    for day in range(120):
        alike = [
            values[other] / levels[other]
            for other in range(day - 56, day, 7)
            if other >= 0 and levels[other]
        ]
        if levels[day] and len(alike) >= 4:
            expected[day] = levels[day] * statistics.median(alike)
    days = judge(values)
    for number, day in enumerate(days):
        assert day["expected"] == pytest.approx(expected.get(number)), number
    last = 119
    misses = sorted(
        abs(values[day] / expected[day] - 1) for day in range(last - 56, last)
    )
    ninetieth = misses[49] + 0.5 * (misses[50] - misses[49])
    scale = max(1.4826 * statistics.median(misses), ninetieth / 1.645, 0.01)
    assert days[last]["scale"] == pytest.approx(expected[last] * scale)


def test_a_constant_series_is_green_and_a_break_of_it_red(judge: Judge):
    days = judge([100.0] * 90 + [90.0])
    assert {day["light"] for day in days[60:90]} == {"green"}
    assert days[89]["robust_z"] == 0
    assert days[90]["light"] == "red"


def test_a_series_of_zeros_has_no_light_and_says_why(judge: Judge):
    days = judge([0.0] * 90 + [500.0])
    assert [day["light"] for day in days[60:]] == [None] * 31
    assert {day["reason"] for day in days[60:]} == {"no_variation"}


def test_a_count_near_zero_does_not_alarm(judge: Judge):
    values = [1.0 if day % 11 == 0 else 0.0 for day in range(120)]
    days = judge([*values, 2.0], is_count=True, direction="down")
    assert "red" not in {day["light"] for day in days}
    assert days[-1]["scale"] >= 1


def test_unknown_is_not_zero(judge: Judge):
    values = noisy(120)
    gaps = [None if day in (70, 90, 91, 110) else v for day, v in enumerate(values)]
    days = judge(gaps)
    for day in (70, 90, 91, 110):
        assert days[day]["light"] is None
        assert days[day]["reason"] == "no_value"
        assert days[day]["expected"] is not None
    assert "red" not in {day["light"] for day in days}
    assert days[92]["robust_z_3_days"] is None


def test_a_drop_to_zero_is_red(judge: Judge):
    days = judge([*noisy(90), 0.0])
    assert days[-1]["light"] == "red"


def test_promotions_are_compared_with_promotions_and_left_out_of_ordinary_days(
    judge: Judge,
):
    values = noisy(200)
    events = {day: "sale" for day in (70, 95, 121, 150, 180)}
    boosted = [v * (3 if day in events else 1) for day, v in enumerate(values)]
    days = judge(boosted, events=events)
    plain = judge(values, events=events)
    assert days[70]["reason"] == "no_comparable_event"
    assert days[150]["comparison"] == "same_event"
    assert days[150]["comparable_days"] == 3
    assert days[150]["light"] == "green"
    ordinary = [number for number in range(200) if number not in events]
    assert [days[n]["expected"] for n in ordinary] == pytest.approx(
        [plain[n]["expected"] for n in ordinary]
    )
    # A promotion that sells like an ordinary day has failed.
    failed = judge(
        [
            v if n == 180 else b
            for n, (v, b) in enumerate(zip(values, boosted, strict=True))
        ],
        events=events,
    )
    assert failed[180]["light"] == "red"


def test_an_event_without_own_history_takes_its_class(judge: Judge):
    events = {70: "a", 95: "b", 121: "c"}
    days = judge(noisy(200), events={**events, 150: "new"}, holidays={160: "feast"})
    assert days[150]["comparison"] == "same_class_of_event"
    assert days[150]["light"] == "green"
    assert days[160]["reason"] == "no_comparable_event"


@pytest.mark.parametrize("factor", [0.7, 1.4])
def test_a_confirmed_shift_becomes_the_new_normal(judge: Judge, factor: float):
    values = [v * (factor if day >= 100 else 1) for day, v in enumerate(noisy(200))]
    days = judge(values, direction="neutral")
    assert days[100]["light"] == "red"
    settled = [day["light"] for day in days[125:]]
    assert settled.count("red") == 0
    assert days[199]["expected"] == pytest.approx(WEEK[199 % 7] * factor, rel=0.06)


def test_growth_does_not_alarm(judge: Judge):
    values = [v * 1.004**day for day, v in enumerate(noisy(250))]
    lights = [day["light"] for day in judge(values, direction="neutral")[60:]]
    assert lights.count("red") <= 3


def test_negative_values_have_a_baseline(judge: Judge):
    days = judge([-value for value in noisy(120)] + [-400.0])
    assert {day["light"] for day in days[70:120]} <= {"green", "amber"}
    assert days[-1]["light"] == "red"
    assert days[-1]["expected"] < 0


@pytest.mark.parametrize(
    ("direction", "low", "high"),
    [("up", "red", "green"), ("down", "green", "red"), ("neutral", "red", "red")],
)
def test_the_direction_decides_which_side_is_bad(
    judge: Judge, direction: str, low: str, high: str
):
    values = noisy(90)
    assert judge([*values, 10.0], direction=direction)[-1]["light"] == low
    assert judge([*values, 500.0], direction=direction)[-1]["light"] == high


def test_three_days_a_little_off_are_red(judge: Judge):
    values = noisy(90)
    scale = judge([*values, 90.0])[-1]
    off = 1 - 2.2 * scale["scale"] / scale["expected"]
    days = judge([*values, *(WEEK[(90 + n) % 7] * off for n in range(3))])
    assert [day["light"] for day in days[90:]].count("red") >= 1
    assert all(day["robust_z"] > -3 for day in days[90:])


def test_a_stock_is_judged_by_its_change(judge: Judge):
    draw = random.Random(3)
    stock = [1000.0]
    for _ in range(149):
        stock.append(stock[-1] + 20 + draw.randint(-4, 4))
    days = judge(stock, method="daily_change", is_count=True)
    assert {day["light"] for day in days[60:]} <= {"green", "amber"}
    assert days[120]["expected"] == pytest.approx(stock[119] + 20, abs=4)
    lost = [*stock[:149], stock[148] - 100]
    assert judge(lost, method="daily_change", is_count=True)[-1]["light"] == "red"


def test_a_share_of_few_may_scatter(judge: Judge):
    days = judge(
        [0.5] * 90 + [0.25],
        is_share=True,
        denominators=[400.0] * 90 + [4.0],
    )
    assert days[-1]["light"] == "green"
    many = judge([0.5] * 90 + [0.25], is_share=True, denominators=[400.0] * 91)
    assert many[-1]["light"] == "red"


def test_a_metric_without_baseline_has_no_light(judge: Judge):
    days = judge(noisy(90), method="none")
    assert {day["reason"] for day in days} == {"no_baseline"}
    assert {day["light"] for day in days} == {None}
