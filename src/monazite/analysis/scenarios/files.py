"""Reads scenario files: YAML, checked against a schema, each complaint with its file, line and field."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from monazite import bundle
from monazite.analysis.dates import last_day
from monazite.errors import FileError, QueryError

FOLDER = "scenarios"
Place = tuple[str | int, ...]

_ACTIONS = "remove, limit, delay or on_time"
# How pydantic's types of errors are said to whoever writes YAML.
_SAID = {
    "extra_forbidden": "there is no such field",
    "missing": "is missing",
    "tuple_type": "is no list",
    "model_type": "is no list of fields",
    "string_type": "is no text",
    "union_tag_not_found": f"an action says which it is: action: {_ACTIONS}",
    "union_tag_invalid": f"an action is {_ACTIONS}",
}


def _date(value: object) -> object:
    # YAML reads a bare year as a number.
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str):
        try:
            last_day(text)
        except QueryError as error:
            raise ValueError(str(error)) from error
    return text


def _in_order(ends: tuple[float, float]) -> tuple[float, float]:
    low, high = ends
    if low > high:
        raise ValueError(f"goes from {low} down to {high}; the lower end comes first")
    return ends


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _range(value: object) -> object:
    return (value, value) if isinstance(value, int | float | str) else _tuple(value)


Name = Annotated[str, Field(min_length=1, description="An IRI, a prefixed name (id:org/...) or a name.")]
Names = Annotated[tuple[Name, ...], BeforeValidator(_tuple)]
Date = Annotated[
    str,
    BeforeValidator(_date, json_schema_input_type=str | int),
    Field(description="A year, month or day in ISO 8601: 2026, 2026-04 or 2026-04-04."),
]
Fraction = Annotated[float, Field(ge=0, le=1)]
Share = Annotated[
    tuple[Fraction, Fraction],
    AfterValidator(_in_order),
    BeforeValidator(_range, json_schema_input_type=Fraction | tuple[Fraction, Fraction]),
    Field(description="What is left, from 0 (nothing) to 1 (all); or the two ends of a range."),
]


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Action(_Checked):
    facilities: Annotated[Names, Field(description="Production units, with their lines.")] = ()
    companies: Annotated[
        Names, Field(description="Companies: they, and what they or companies all theirs operate.")
    ] = ()
    countries: Annotated[Names, Field(description="Countries: what lies or is registered there.")] = ()
    since: Annotated[Date | None, Field(alias="from", description="From when; always if left out.")] = None
    sources: Annotated[Names, Field(description="Source documents or initiatives that it rests on.")] = ()
    note: Annotated[str, Field(description="What is assumed, in a sentence.")] = ""


class _Restriction(_Action):
    products: Annotated[Names, Field(description="Only these products, and kinds of them.")] = ()
    elements: Annotated[Names, Field(description="Only products that carry one of these elements.")] = ()
    across: Annotated[Name | None, Field(description="Only what leaves this country: an export control.")] = (
        None
    )

    @property
    def of_links(self) -> bool:
        """Whether it stops deliveries, not whoever makes them."""
        return bool(self.products or self.elements or self.across)

    @model_validator(mode="after")
    def _aims_at_something(self) -> _Restriction:
        if not (self.of_links or self.facilities or self.companies or self.countries):
            raise ValueError("names no facility, company, country, product, element or border")
        return self


class Remove(_Restriction):
    """What it names is gone, from a date."""

    action: Literal["remove"]


class Limit(_Restriction):
    """A share of what it names is left, from a date."""

    action: Literal["limit"]
    share: Share


class _Timing(_Action):
    initiatives: Annotated[Names, Field(description="Initiatives: the units that their projects build.")] = ()
    places: Annotated[Names, Field(description="Zones, towns or regions: the units in them.")] = ()

    @model_validator(mode="after")
    def _aims_at_something(self) -> _Timing:
        if not (self.facilities or self.companies or self.countries or self.initiatives or self.places):
            raise ValueError("names no facility, company, country, initiative or place")
        return self


class Delay(_Timing):
    """What is planned or being built comes later by some months."""

    action: Literal["delay"]
    months: Annotated[int, Field(ge=1, le=1200)]


class OnTime(_Timing):
    """What is planned or being built is there when it is due; what has no date, by a given one."""

    action: Literal["on_time"]
    undated: Annotated[Date | None, Field(description="When those start that have no date.")] = None


Action = Annotated[Remove | Limit | Delay | OnTime, Field(discriminator="action")]


class Assumptions(_Checked):
    """What is drawn by chance in the Monte Carlo, where nobody knows."""

    delay_months: Annotated[
        tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]],
        AfterValidator(_in_order),
        BeforeValidator(_tuple),
        Field(description="How late planned units may be: months, at least and at most, all equally likely."),
    ] = (0, 24)
    undated_starts: Annotated[
        Fraction, Field(description="How likely a planned unit without a date is there by the date.")
    ] = 0.0


class Scenario(_Checked):
    """What might happen to the chain: actions, and the date as of which their effect is told."""

    title: Annotated[str, Field(min_length=1)]
    title_zh: Annotated[str, Field(description="The title in Chinese.")] = ""
    description: str = ""
    at: Annotated[Date | None, Field(description="As of when; the newest document's date if left out.")] = (
        None
    )
    assumptions: Assumptions = Assumptions()
    actions: Annotated[tuple[Action, ...], BeforeValidator(_tuple)] = ()
    _path: Path | None = PrivateAttr(None)
    _lines: dict[Place, int] = PrivateAttr(default_factory=dict)

    def where(self, place: Place) -> str:
        """A field's place for an error message: file, line and field, as far as they are known."""
        return _where(self._path, self._lines, place)


def read(path: Path) -> Scenario:
    """Reads and checks a scenario file.

    Raises:
        FileError: it cannot be read, is no YAML, or breaks the schema; the message names each line and field.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(path, getattr(error, "strerror", None) or str(error)) from error
    lines: dict[Place, int] = {}
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is None:
            raise FileError(path, "the file is empty; a scenario has a title and actions")
        value = _plain(node, (), lines, path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise FileError(path, f"no YAML: {error.problem or error.context}", line) from error
    except yaml.YAMLError as error:
        raise FileError(path, f"no YAML: {error}") from error
    except RecursionError as error:
        raise FileError(path, "lists within lists, without end or too deep") from error
    try:
        scenario = Scenario.model_validate(value)
    except ValidationError as error:
        problems = [_complaint(path, lines, each["loc"], each) for each in error.errors()]
        raise FileError(path, "\n".join(["breaks the schema:", *dict.fromkeys(problems)])) from error
    scenario._path, scenario._lines = path, lines
    return scenario


def shipped() -> dict[str, Path]:
    """The scenarios that come with the graph, by name."""
    return {path.stem: path for path in sorted((bundle.root() / "data" / FOLDER).glob("*.yaml"))}


def find(name_or_file: str) -> Path:
    """The file of a shipped scenario, or the file that a path names.

    Raises:
        QueryError: there is neither.
    """
    known = shipped()
    if name_or_file in known:
        return known[name_or_file]
    path = Path(name_or_file)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    raise QueryError(
        f"there is no scenario {name_or_file!r}; there are: {', '.join(known)}, or give a file.yaml"
    )


def schema() -> str:
    """The JSON schema of a scenario file (draft 2020-12), as text."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Scenario.model_json_schema()
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], path: Path) -> Any:
    """A YAML node as plain values, noting the line of each; dates stay text, a key given twice is refused."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key, line = key_node.value, key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise FileError(path, "a field's name is a word", line)
            if key in found:
                raise FileError(path, f"{_field((*place, key))}: given twice", line)
            found[key] = _plain(value_node, (*place, key), lines, path)
            lines[(*place, key)] = line
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, (*place, n), lines, path) for n, each in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    if node.tag == "tag:yaml.org,2002:timestamp":
        return node.value
    try:
        return yaml.SafeLoader("").construct_object(node)
    except (ValueError, KeyError) as error:
        kind = node.tag.removeprefix("tag:yaml.org,2002:")
        raise FileError(path, f"{_field(place)}: {node.value!r} is no {kind}", lines[place]) from error


def _complaint(path: Path, lines: dict[Place, int], loc: Place, error: Any) -> str:
    place: Place = ()
    unknown: str | int | None = None
    for part in loc:
        # pydantic's places name the kind of action and the branch of a union too, which no file has.
        if (*place, part) in lines:
            place = (*place, part)
        elif error["type"] == "missing" and part == loc[-1]:
            unknown = part
    field = place if unknown is None else (*place, unknown)
    said = _SAID.get(error["type"], error["msg"].removeprefix("Value error, "))
    given = error.get("input")
    shown = f" {given!r}:" if isinstance(given, str | int | float) and error["type"] != "missing" else ""
    return f"{_where(path, lines, place, field)}:{shown} {said}"


def _where(path: Path | None, lines: dict[Place, int], place: Place, field: Sequence[str | int] = ()) -> str:
    line = next((lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in lines), None)
    named = "".join((str(path) if path else "scenario", f":{line}" if line else ""))
    return f"{named}: {_field(field or place)}"


def _field(place: Sequence[str | int]) -> str:
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".") or "the scenario"
