"""The seed of calendar events agrees with the official calendar and with its script."""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest

from onepool import calendar_seed

chinese_calendar = pytest.importorskip("chinese_calendar")

LAST_OFFICIAL_YEAR = max(chinese_calendar.holidays).year


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """Read the committed seed."""
    with calendar_seed.SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days(rows: list[dict[str, str]], **wanted: str) -> list[date]:
    return [
        date.fromisoformat(row["on_date"])
        for row in rows
        if all(row[column] == value for column, value in wanted.items())
    ]


def test_seed_is_what_the_script_writes():
    assert calendar_seed.SEED.read_text(encoding="utf-8") == calendar_seed.seed_text()


def test_holidays_and_makeup_days_give_the_official_workdays(
    rows: list[dict[str, str]],
):
    holidays = set(days(rows, kind="public_holiday"))
    makeup_workdays = set(days(rows, kind="makeup_workday"))
    day = date(calendar_seed.FIRST_YEAR, 1, 1)
    while day.year <= LAST_OFFICIAL_YEAR:
        expected = chinese_calendar.is_workday(day)
        weekday = day.weekday() < 5
        assert (day in makeup_workdays or (weekday and day not in holidays)) == expected
        day += timedelta(days=1)


def test_an_event_stands_once_a_day(rows: list[dict[str, str]]):
    counts = Counter((row["on_date"], row["event_code"]) for row in rows)
    assert counts.most_common(1)[0][1] == 1


def test_lunar_days_lie_in_the_official_holidays():
    for year in range(calendar_seed.FIRST_YEAR, LAST_OFFICIAL_YEAR + 1):
        new_year = calendar_seed.spring_festival(year)
        # 2020's Mid-autumn fell on National Day, whose name the package gives it.
        autumn = calendar_seed.mid_autumn(year)
        assert chinese_calendar.holidays[new_year] == "Spring Festival"
        assert chinese_calendar.holidays[autumn] in {
            "Mid-autumn Festival",
            "National Day",
        }


def test_lunar_days_keep_their_distance():
    for year in calendar_seed.LUNAR_DAYS:
        new_year = calendar_seed.spring_festival(year)
        assert date(year, 1, 21) <= new_year <= date(year, 2, 21)
        # From the 7th of the seventh month to the 15th of the eighth: one lunar month,
        # of 29 or 30 days, and eight days. No year of the table has a leap month there.
        gap = calendar_seed.mid_autumn(year) - calendar_seed.qixi(year)
        assert gap.days in {37, 38}
        # Twelve or thirteen lunar months from one new year to the next.
        if year < calendar_seed.LAST_YEAR:
            length = (calendar_seed.spring_festival(year + 1) - new_year).days
            assert length in {353, 354, 355, 383, 384, 385}


@pytest.mark.parametrize("year", range(2018, 2036))
def test_promotions_of_a_year(rows: list[dict[str, str]], year: int):
    of_year = [row for row in rows if row["on_date"].startswith(str(year))]
    sale = days(of_year, event_code="mid_year_618")
    assert (sale[0], sale[-1], len(sale)) == (date(year, 6, 1), date(year, 6, 20), 20)
    assert days(of_year, event_code="mid_year_618_peak") == [date(year, 6, 18)]
    sale = days(of_year, event_code="double_eleven")
    assert (sale[0], sale[-1], len(sale)) == (date(year, 11, 1), date(year, 11, 11), 11)
    assert days(of_year, event_code="double_eleven_peak") == [date(year, 11, 11)]
    assert days(of_year, event_code="double_twelve") == [date(year, 12, 12)]


def test_spring_shopping_ends_on_new_years_eve(rows: list[dict[str, str]]):
    # The season of 2023 began in December 2022: the lunar year began on January 22.
    season = days(rows, event_code="new_year_goods", kind="season")
    of_2023 = [day for day in season if date(2022, 12, 1) <= day < date(2023, 3, 1)]
    assert (of_2023[0], of_2023[-1]) == (date(2022, 12, 23), date(2023, 1, 21))
    assert len(of_2023) == 30


def test_sundays_of_parents():
    assert calendar_seed.sunday(5, 2)(2025) == date(2025, 5, 11)
    assert calendar_seed.sunday(6, 3)(2025) == date(2025, 6, 15)
