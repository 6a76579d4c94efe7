"""Credits of orders equal those that plain Python gives on random journeys."""

import datetime as dt
import math
import random
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, combinations, pairwise

import duckdb
import pytest
import yaml

from tests.parity.compiling import compiled_model
from tests.support.project import ROOT

CHANNELS = ("sms", "group", "one_to_one", "content", "store_guide", "push")
PROJECT = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
HALF_LIFE_SECONDS = PROJECT["vars"]["attribution_half_life_days"] * 86400
LOOKBACK_DAYS = 30
PAID_AT = dt.datetime(2026, 3, 10, 12)
MODELS = ("first_touch", "last_touch", "linear", "time_decay", "position", "shapley")


@dataclass(frozen=True)
class Journey:
    """An order and its touches, the earliest first.

    Attributes:
        cents: net amount of the order, cents.
        met: channel of each touch.
        ages: seconds between each touch and the payment, falling.
    """

    cents: int
    met: tuple[str, ...]
    ages: tuple[int, ...]

    @property
    def weights(self) -> list[int]:
        """Return the time-decay weight of each touch, millionths."""
        return [max(int(1e6 * 2 ** (-age / HALF_LIFE_SECONDS)), 1) for age in self.ages]


def _journeys(count: int) -> list[Journey]:
    chance = random.Random(7)
    journeys = []
    for _ in range(count):
        touches = chance.randint(1, 9)
        met = tuple(chance.choice(CHANNELS) for _ in range(touches))
        ages = chance.sample(range(1, LOOKBACK_DAYS * 86400 + 1), touches)
        ages = tuple(sorted(ages, reverse=True))
        journeys.append(Journey(chance.randint(-300, 300_000), met, ages))
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
    orders, touches = [], []
    for number, journey in enumerate(journeys):
        orders.append((str(number), journey.cents / 100))
        for place, (channel, age) in enumerate(
            zip(journey.met, journey.ages, strict=True)
        ):
            moment = PAID_AT - dt.timedelta(seconds=age)
            touches.append((f"{number}:{place}", str(number), channel, moment))
    with duckdb.connect(str(folder / "onepool.duckdb")) as connection:
        connection.execute(
            "create schema core; create schema intermediate; "
            "create table drawn_orders (order_key text, net_amount decimal(18, 2)); "
            "create table drawn_touches "
            "(touch_key text, member_id text, met text, occurred_at timestamp); "
        )
        connection.executemany("insert into drawn_orders values (?, ?)", orders)
        connection.executemany("insert into drawn_touches values (?, ?, ?, ?)", touches)
        connection.execute(
            f"""
            create table core.fct_orders as
            select *, order_key as member_id, true as is_valid,
                timestamp '{PAID_AT}' as paid_at, date '{PAID_AT.date()}' as paid_on
            from drawn_orders;
            create table core.fct_touches as
            select * exclude (met), met as dialogue_channel, 'send' as source,
                touch_key as source_key, 'send' as kind, null as channel_code,
                null as touchpoint, null as content_key, null as campaign_key,
                null as strategy_key, null as employee_key
            from drawn_touches;
            create table core.dim_channels (channel_code text, channel_class text);
            create table intermediate.attribution_channels as
            select distinct met as attribution_channel, {LOOKBACK_DAYS} as lookback_days
            from drawn_touches;
            create table intermediate.attribution_touches as
            select 'send' as source, attribution_channel as met_through,
                'send' as kind, attribution_channel
            from intermediate.attribution_channels
            """
        )
        amounts = ", ".join(f"cast({model}_amount * 100 as bigint)" for model in MODELS)
        found = connection.execute(
            f"select cast(order_key as int), {amounts} from ({sql}) "
            "order by cast(order_key as int), touch_no"
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
            through = [math.floor(journey.cents * part) for part in accumulate(shares)]
            wanted = [after - before for before, after in pairwise([0, *through])]
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
