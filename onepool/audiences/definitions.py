"""Definitions of audiences: YAML files a marketer edits, checked before any use."""

import hashlib
import json
import re
from collections.abc import Hashable
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
TAGS = ("condition", "group")
Weekday = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
DialogueChannel = Literal[
    "one_to_one", "group", "official_account", "sms", "push", "popup", "call"
]
Scalar = bool | int | float | date | str
Days = Annotated[list[int], Field(min_length=2, max_length=2)]


class DefinitionError(Exception):
    """A definition cannot be used; the text names the file and the field."""


class Strict(BaseModel):
    """A part of a definition: unknown keys are errors, values are not converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Condition(Strict):
    """One field of `marts.member_profiles` with one operator.

    Attributes:
        field: column of member_profiles.
        is_: equal; a member without a value never is.
        is_not: not equal; a member without a value counts.
        in_: one of the values.
        not_in: none of the values; a member without a value counts.
        at_least: number or date from which on.
        at_most: number or date up to which.
        above: larger than.
        below: smaller than.
        is_known: has a value (true) or none (false).
        in_days: date between so many days from as_of, both included; negative is past.
        anniversary_in_days: month and day of the date come within those days; 29
            February is kept on 28 February when there is none.
    """

    field: str
    is_: Scalar | None = Field(None, alias="is")
    is_not: Scalar | None = None
    in_: Annotated[list[Scalar], Field(min_length=1)] | None = Field(None, alias="in")
    not_in: Annotated[list[Scalar], Field(min_length=1)] | None = None
    at_least: Scalar | None = None
    at_most: Scalar | None = None
    above: Scalar | None = None
    below: Scalar | None = None
    is_known: bool | None = None
    in_days: Days | None = None
    anniversary_in_days: Days | None = None

    @model_validator(mode="after")
    def _one_operator(self) -> "Condition":
        if len(self.model_fields_set) != 2:
            raise ValueError(f"field {self.field} needs exactly one operator")
        if self.value is None:
            word = self.operator.rstrip("_")
            raise ValueError(f"{word} of field {self.field} has no value")
        days = self.in_days or self.anniversary_in_days
        if days and not -3660 <= days[0] <= days[1] <= 3660:
            raise ValueError(f"the days of field {self.field} are [first, last]")
        if self.anniversary_in_days and days and days[1] - days[0] > 364:
            raise ValueError(f"the days of field {self.field} span a whole year")
        return self

    @property
    def operator(self) -> str:
        """Return the name of the operator."""
        return next(name for name in self.model_fields_set if name != "field")

    @property
    def value(self) -> Any:
        """Return the value of the operator."""
        return getattr(self, self.operator)


class Group(Strict):
    """Conditions joined: `all` of them, `any` of them, or `not` one."""

    all_: Annotated[list["Node"], Field(min_length=1)] | None = Field(None, alias="all")
    any_: Annotated[list["Node"], Field(min_length=1)] | None = Field(None, alias="any")
    not_: "Node | None" = Field(None, alias="not")

    @model_validator(mode="after")
    def _one_kind(self) -> "Group":
        if len(self.model_fields_set) != 1:
            raise ValueError("give one of all, any, not")
        return self


def _kind(value: Any) -> str:
    if isinstance(value, Group):
        return "group"
    is_group = isinstance(value, dict) and {"all", "any", "not"} & value.keys()
    return "group" if is_group else "condition"


Node = Annotated[
    Annotated[Condition, Tag("condition")] | Annotated[Group, Tag("group")],
    Discriminator(_kind),
]
Group.model_rebuild()


class Cap(Strict):
    """Contact pressure: no more than so many messages within so many days."""

    messages: Annotated[int, Field(ge=1)]
    days: Annotated[int, Field(ge=1, le=366)]


class Quiet(Strict):
    """When a member is left in peace.

    Attributes:
        hours: [from, to) on the clock in which nothing is sent; may span midnight.
        weekdays: weekdays on which nothing is sent.
        days_after_message: days after any message on which none follows.
    """

    hours: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    weekdays: list[Weekday] = []
    days_after_message: Annotated[int, Field(ge=0, le=366)] = 0


class Goal(Strict):
    """What the audience shall reach: a metric and, when planned, its value."""

    metric: Literal["buyers", "orders", "net_amount"]
    value: Annotated[float, Field(ge=0)] | Annotated[int, Field(ge=0)] | None = None


class Definition(Strict):
    """One audience.

    Attributes:
        title: name for people.
        description: why, in a sentence.
        owner: team that answers for it.
        purpose: consent that is needed; marketing is asked in the dialogue channel.
        dialogue_channel: how the members are addressed.
        expires_on: last day on which it is built.
        who: the members.
        arms: share of each arm; they sum to 1, and `control` is not addressed.
        window_days: days over which the outcome is counted, from the day after as_of.
        send_at: time of day of sending, HH:MM, business time.
        cap: contact pressure.
        quiet: quiet hours and days.
        goal: metric and value.
        holdouts: control groups of running campaigns and strategies to leave out: all,
            none, or their keys.
    """

    title: Annotated[str, Field(min_length=1)]
    description: Annotated[str, Field(min_length=1)]
    owner: Annotated[str, Field(min_length=1)]
    purpose: Literal["marketing", "profiling", "sharing"]
    dialogue_channel: DialogueChannel
    expires_on: date
    who: Group
    arms: Annotated[dict[str, float | int], Field(min_length=1)]
    window_days: Annotated[int, Field(ge=1, le=366)]
    send_at: str
    goal: Goal
    cap: Cap | None = None
    quiet: Quiet = Quiet()
    holdouts: Literal["all", "none"] | list[str] = "all"

    @model_validator(mode="after")
    def _fits(self) -> "Definition":
        for arm, share in self.arms.items():
            if not NAME.fullmatch(arm):
                raise ValueError(f"arm {arm!r} is no plain name (a-z, 0-9, _)")
            if not 0 < share <= 1:
                raise ValueError(f"the share of arm {arm} is not between 0 and 1")
        if abs(sum(self.arms.values()) - 1) > 1e-9:
            raise ValueError("the shares of the arms do not sum to 1")
        if not self.arms.keys() - {"control"}:
            raise ValueError("there is no arm to address besides control")
        send_at = _clock(self.send_at, "send_at")
        if self.quiet.hours:
            start, end = (_clock(text, "quiet.hours") for text in self.quiet.hours)
            inside = (
                start <= send_at < end
                if start <= end
                else send_at >= start or send_at < end
            )
            if inside:
                raise ValueError(f"send_at {self.send_at} lies in the quiet hours")
        return self

    @property
    def digest(self) -> str:
        """Return the sha256 of the definition, whatever its layout in the file."""
        said = json.dumps(self.said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def said(self) -> dict[str, Any]:
        """Return the definition as the file has it."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _clock(text: str, name: str) -> time:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError(f'{name} is no time of day: write it as "HH:MM", in quotes')
    return time.fromisoformat(text)


class _Loader(yaml.SafeLoader):
    """YAML in which a key that is there twice is an error."""

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key} is there twice", node.start_mark
                )
        return super().construct_mapping(node, deep)


def read_definition(path: Path) -> Definition:
    """Read and check one definition.

    Raises:
        DefinitionError: the file cannot be used; names the file and the field.
    """
    where = f"{path.parent.name}/{path.name}"
    if not NAME.fullmatch(path.stem):
        raise DefinitionError(f"{where}: the name of the file is no plain name")
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{where} is no valid YAML: {error}") from error
    if not isinstance(document, dict):
        raise DefinitionError(f"{where} holds no definition")
    try:
        return Definition.model_validate(document)
    except ValidationError as error:
        told = "\n".join(_told(where, problem) for problem in error.errors())
        raise DefinitionError(told) from error


def _told(where: str, problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"] if part not in TAGS)
    text = problem["msg"].removeprefix("Value error, ")
    return f"{where}: {place}: {text}" if place else f"{where}: {text}"


def read_definitions(
    folder: Path, names: tuple[str, ...] = ()
) -> dict[str, Definition]:
    """Read the definitions of a folder by name, or only those asked for.

    Raises:
        DefinitionError: one cannot be used, or is not there.
    """
    paths = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    for name in names:
        if name not in paths:
            known = ", ".join(paths) or "none"
            raise DefinitionError(f"no {folder.name}/{name}.yml; there are: {known}")
    return {name: read_definition(paths[name]) for name in names or paths}
