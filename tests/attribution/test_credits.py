"""Credits of orders equal those that plain Python gives on random journeys."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import duckdb
import pytest

from tests.parity.compiling import compiled_model

CHANNELS = ("sms", "group", "one_to_one", "content", "store_guide", "push")
MODELS = ("first_touch", "last_touch", "linear", "time_decay", "position", "shapley")


@dataclass(frozen=True)
class Journey:
    """An order and its touches, the earliest first.

    Attributes:
        cents: net amount of the order, cents.
        met: channel of each touch.
        weights: time-decay weight of each touch.
    """

    cents: int
    met: tuple[str, ...]
    weights: tuple[int, ...]


def _journeys(count: int) -> list[Journey]:
    chance = random.Random(7)
    journeys = []
    for _ in range(count):
        touches = chance.randint(1, 9)
        met = tuple(chance.choice(CHANNELS) for _ in range(touches))
        weights = tuple(chance.randint(1, 1_000_000) for _ in range(touches))
        journeys.append(Journey(chance.randint(0, 300_000), met, weights))
    return journeys


def _shares(journey: Journey) -> dict[str, list[Fraction]]:
    """Return the share of each touch in each model that looks at one order only."""
    places = range(len(journey.met))
    last = len(journey.met) - 1
    whole = sum(journey.weights)
    middle = Fraction(1, 5 * (last - 1)) if last > 1 else Fraction(0)
    position = [Fraction(2, 5) if place in (0, last) else middle for place in places]
    return {
        "first_touch": [Fraction(place == 0) for place in places],
        "last_touch": [Fraction(place == last) for place in places],
        "linear": [Fraction(1, last + 1) for _ in places],
        "time_decay": [Fraction(weight, whole) for weight in journey.weights],
        "position": position if last > 1 else [Fraction(1, last + 1) for _ in places],
    }


def _shapley(journeys: Iterable[Journey]) -> dict[str, Fraction]:
    """Return the Shapley value of each channel, by its definition, over all coalitions.

    A coalition is worth the cents of the journeys that met no channel outside of it.
    """
    journeys = list(journeys)

    def worth(coalition: tuple[str, ...]) -> int:
        return sum(item.cents for item in journeys if set(item.met) <= set(coalition))

    values = dict.fromkeys(CHANNELS, Fraction(0))
    players = len(CHANNELS)
    for channel in CHANNELS:
        others = [other for other in CHANNELS if other != channel]
        for size in range(players):
            orders = math.factorial(size) * math.factorial(players - size - 1)
            weight = Fraction(orders, math.factorial(players))
            for coalition in combinations(others, size):
                gained = worth((*coalition, channel)) - worth(coalition)
                values[channel] += weight * gained
    return values


@pytest.fixture(scope="module")
def journeys() -> list[Journey]:
    """Return 400 random journeys."""
    return _journeys(400)


@pytest.fixture(scope="module")
def credits(
    journeys: list[Journey], tmp_path_factory: pytest.TempPathFactory
) -> list[list[dict[str, int]]]:
    """Return the cents that marts.attribution gives each touch of each journey."""
    folder = tmp_path_factory.mktemp("attribution")
    sql = compiled_model("attribution", folder, {"as_of": "2026-03-31"})
    rows = []
    for number, journey in enumerate(journeys):
        for place, channel in enumerate(journey.met):
            rows.append(
                (
                    f"{number:06}",
                    f"{place:03}",
                    channel,
                    journey.cents,
                    place + 1,
                    len(journey.met),
                    len(set(journey.met)),
                    journey.met.count(channel),
                    journey.weights[place],
                    sum(journey.weights),
                )
            )
    with duckdb.connect(str(folder / "onepool.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.attribution_journeys (order_key text, touch_key text, "
            "attribution_channel text, cents bigint, touch_no bigint, touches bigint, "
            "channels bigint, channel_touches bigint, decay_weight bigint, "
            "decay_weights bigint)"
        )
        values = f"({', '.join('?' * 10)})"
        connection.executemany(
            f"insert into marts.attribution_journeys values {values}", rows
        )
        connection.execute(
            "create or replace table marts.attribution_journeys as select * exclude "
            "(cents), cast(cents / 100 as decimal(18, 2)) as net_amount, "
            "null as member_id, null as channel_code, null as touchpoint, "
            "null as content_key, null as campaign_key, null as strategy_key, "
            "null as occurred_at, null as paid_at, null as paid_on "
            "from marts.attribution_journeys"
        )
        amounts = ", ".join(f"cast({model}_amount * 100 as bigint)" for model in MODELS)
        found = connection.execute(
            f"select cast(order_key as int), {amounts} from ({sql}) "
            "order by order_key, touch_key"
        ).fetchall()
    given: list[list[dict[str, int]]] = [[] for _ in journeys]
    for number, *cents in found:
        given[number].append(dict(zip(MODELS, cents, strict=True)))
    return given


def test_models_equal_plain_python(
    journeys: list[Journey], credits: list[list[dict[str, int]]]
) -> None:
    for journey, given in zip(journeys, credits, strict=True):
        for model, shares in _shares(journey).items():
            wanted = [math.floor(journey.cents * share) for share in shares]
            wanted[-1] += journey.cents - sum(wanted)
            assert [touch[model] for touch in given] == wanted, (model, journey)


def test_credits_sum_to_the_order(
    journeys: list[Journey], credits: list[list[dict[str, int]]]
) -> None:
    for journey, given in zip(journeys, credits, strict=True):
        for model in MODELS:
            assert sum(touch[model] for touch in given) == journey.cents


def test_shapley_equals_all_coalitions(
    journeys: list[Journey], credits: list[list[dict[str, int]]]
) -> None:
    """Cutting to cents moves less than a cent a touch of a journey."""
    sums = dict.fromkeys(CHANNELS, 0)
    for journey, given in zip(journeys, credits, strict=True):
        for channel, touch in zip(journey.met, given, strict=True):
            sums[channel] += touch["shapley"]
    allowed = sum(len(journey.met) for journey in journeys)
    for channel, value in _shapley(journeys).items():
        assert abs(sums[channel] - value) < allowed, channel
        assert value > 100 * allowed


def test_journeys_cover_what_differs(journeys: list[Journey]) -> None:
    assert {len(set(item.met)) for item in journeys} >= {1, 2, 3, 4, 5}
    assert any(len(item.met) == 2 for item in journeys)
