"""Conditions of a definition as SQL over `marts.member_profiles`.

Only names of columns that the table has reach the text of a query; every value is a
parameter.
"""

import calendar
import difflib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from onepool.audiences.definitions import Condition, DefinitionError, Group, Node

COMPARISONS = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}
FAMILIES = {
    "text": ("VARCHAR",),
    "boolean": ("BOOLEAN",),
    "day": ("DATE",),
    "moment": ("TIMESTAMP",),
    "number": (
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "HUGEINT",
        "DOUBLE",
        "FLOAT",
    ),
}


class Compiler:
    """Turns conditions into SQL and parameters.

    Attributes:
        columns: column and type of member_profiles.
        where: file of the definition, for errors.
        as_of: date that days count from.
        time_zone: business time zone, for timestamps as days.
    """

    def __init__(
        self, columns: Mapping[str, str], where: str, as_of: date, time_zone: str
    ) -> None:
        """Take what a definition is compiled against."""
        self.columns = columns
        self.where = where
        self.as_of = as_of
        self.time_zone = time_zone
        self.parameters: list[Any] = []

    def compile(self, node: Node, place: str = "who") -> str:
        """Return the SQL of a condition or group; it is never null.

        Raises:
            DefinitionError: a field is no column, or a value does not fit its type.
        """
        if isinstance(node, Condition):
            return f"coalesce({self._condition(node, place)}, false)"
        return self._group(node, place)

    def _group(self, group: Group, place: str) -> str:
        if group.not_ is not None:
            return f"not {self.compile(group.not_, f'{place}.not')}"
        word, nodes = ("and", group.all_) if group.all_ else ("or", group.any_)
        name = "all" if group.all_ else "any"
        parts = [
            self.compile(part, f"{place}.{name}.{number}")
            for number, part in enumerate(nodes or [])
        ]
        return "(" + f" {word} ".join(parts) + ")"

    def _condition(self, condition: Condition, place: str) -> str:
        name, operator, value = condition.field, condition.operator, condition.value
        if name not in self.columns or name == "member_id":
            near = difflib.get_close_matches(name, self.columns, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            self._refuse(place, f"member_profiles has no field {name}{hint}")
        family = self._family(name, place)
        column = f'profiles."{name}"'
        if family == "moment":
            column = (
                f"cast(timezone({self._bound(self.time_zone)}, "
                f"timezone('UTC', {column})) as date)"
            )
            family = "day"
        if operator == "is_known":
            return f"{column} is {'not ' if value else ''}null"
        if operator in ("in_days", "anniversary_in_days"):
            if family != "day":
                self._refuse(place, f"{operator} needs a date, and {name} is none")
            return self._days(column, operator, value)
        for single in value if isinstance(value, list) else [value]:
            if not _fits(single, family):
                self._refuse(place, f"{single!r} is no {family}, as {name} is")
        if operator in COMPARISONS:
            if family in ("text", "boolean"):
                self._refuse(
                    place, f"{operator} needs a number or date: {name} is none"
                )
            return f"{column} {COMPARISONS[operator]} {self._bound(value)}"
        if operator == "is_":
            return f"{column} = {self._bound(value)}"
        if operator == "is_not":
            return f"{column} is distinct from {self._bound(value)}"
        listed = ", ".join(self._bound(single) for single in value)
        if operator == "in_":
            return f"{column} in ({listed})"
        return f"coalesce({column} not in ({listed}), true)"

    def _family(self, name: str, place: str) -> str:
        kind = self.columns[name]
        for family, kinds in FAMILIES.items():
            if kind in kinds:
                return family
        if kind.startswith("DECIMAL"):
            return "number"
        return self._refuse(place, f"field {name} of type {kind} cannot be compared")

    def _days(self, column: str, operator: str, days: list[int]) -> str:
        first, last = (self.as_of + timedelta(days=number) for number in days)
        if operator == "in_days":
            return f"{column} between {self._bound(first)} and {self._bound(last)}"
        listed = ", ".join(self._bound(text) for text in month_days(first, last))
        return f"strftime({column}, '%m-%d') in ({listed})"

    def _bound(self, value: Any) -> str:
        self.parameters.append(value)
        return "?"

    def _refuse(self, place: str, text: str) -> Any:
        raise DefinitionError(f"{self.where}: {place}: {text}")


def month_days(first: date, last: date) -> list[str]:
    """Return MM-DD of the days whose anniversaries are kept from first to last."""
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        found.append(f"{day:%m-%d}")
        if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
            found.append("02-29")
    return found


def _fits(value: Any, family: str) -> bool:
    if family == "boolean":
        return isinstance(value, bool)
    if family == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, date if family == "day" else str)
