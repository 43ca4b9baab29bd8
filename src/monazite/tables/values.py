"""Values as people write them in cells: dates, periods, figures, shares, lists."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rdflib import XSD, URIRef

_MONTHS = {name.lower(): n for n in range(1, 13) for name in (calendar.month_name[n], calendar.month_abbr[n])}
_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "mn": 6, "mln": 6, "m": 6, "billion": 9, "bn": 9, "b": 9,
    "trillion": 12, "千": 3, "万": 4, "百万": 6, "亿": 8,
}  # fmt: skip
_NUMBER = r"[-+]?(?:\d{1,3}(?:[,   ’']\d{3})+|\d+)(?:\.\d+)?"
# What goes on after a Latin scale is a unit, as in 6,000 m2 and 5 kt; Chinese has no blanks: 5万吨 is 50,000
# tonnes, and only 千 begins units of its own.
_LATIN, _CHINESE = (
    "|".join(sorted((s for s in _SCALES if s.isascii() == latin), key=len, reverse=True))
    for latin in (True, False)
)
_SCALE = rf"(?:{_LATIN})(?!\w)|(?:{_CHINESE})(?!(?<=千)[克瓦米])"
_FIGURE = re.compile(rf"(?P<number>{_NUMBER})\s*(?:(?P<scale>{_SCALE}))?", re.IGNORECASE)
_CODE = re.compile(r"(?P<code>RMB|[A-Z]{3})\s*(?=\d)|(?:US|AU?|CA?|NZ|HK)?[$€£¥￥]\s*(?=\d)")
_RANGE = re.compile(r"\s*(?:-|–|—|to|～|~|至)\s*", re.IGNORECASE)
# What stands before (or after) a figure and makes a bound of it. "About" is no bound: the words are kept.
_BEFORE = tuple(
    (re.compile(rf"(?:{words})\s*", re.IGNORECASE), bound)
    for words, bound in (
        (r"up to|at most|no more than|maximum(?: of)?|max\.?|<=|≤|不超过|最多", "maximum"),
        (r"at least|no less than|minimum(?: of)?|min\.?|from|>=|≥|不少于|至少", "minimum"),
        (r"over|more than|above|exceeding|>|超过", "exclusive_minimum"),
        (r"under|less than|below|nearly|almost|<|不足|少于", "exclusive_maximum"),
        (r"about|around|approximately|approx\.?|circa|ca\.?|c\.|some|roughly|~|≈|约|大约", "value"),
    )
)
_OR_MORE = re.compile(r"\s*(?:\+|plus\b|or more\b|以上)", re.IGNORECASE)


class CellError(ValueError):
    """A cell that cannot be understood; the message says what would be right."""


@dataclass(frozen=True)
class Date:
    """A date as precise as it was given: `2024`, `2024-05` or `2024-05-17`."""

    text: str

    @property
    def datatype(self) -> URIRef:
        """The XML Schema type of that precision."""
        return (XSD.gYear, XSD.gYearMonth, XSD.date)[self.text.count("-")]

    def __str__(self) -> str:
        """The date in ISO 8601."""
        return self.text


@dataclass(frozen=True)
class Period:
    """A span of time: its first and last year, month or day, either unknown, and how it was written."""

    start: Date | None
    end: Date | None
    stated: str

    def __str__(self) -> str:
        """The period as written."""
        return self.stated


@dataclass(frozen=True)
class Figure:
    """A figure or its bounds, as plain decimals; `stated` is the text where it was more than a number.

    `rest` is what follows the figure: a unit, mostly. `code` is the ISO 4217 code that stands before it, CNY
    where that is RMB.
    """

    value: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    exclusive_minimum: Decimal | None = None
    exclusive_maximum: Decimal | None = None
    stated: str | None = None
    rest: str = ""
    code: str = ""

    def __str__(self) -> str:
        """The figure as written."""
        return self.stated if self.stated is not None else plain(self.value or Decimal())


def tidy(text: str) -> str:
    """A text without full-width forms (as by Unicode NFKC), odd blanks and blanks at its ends.

    >>> tidy("　３，０００ ｔ／ａ ")
    '3,000 t/a'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    folded = "".join(
        unicodedata.normalize("NFKC", c) if c in "　％．，：；（）" or "！" <= c <= "～" or c.isspace() else c
        for c in text
    )
    return " ".join(folded.replace("​", "").replace("﻿", "").split())


def plain(number: Decimal) -> str:
    """A decimal without exponent and without zeros that say nothing.

    >>> plain(Decimal("1.50E+3"))
    '1500'
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_date(cell: object) -> Date:
    """A date as precise as the cell gives it.

    >>> [str(parse_date(x)) for x in ("2024", "May 2024", "17 May 2024", "2024/5/17", 2024)]
    ['2024', '2024-05', '2024-05-17', '2024-05-17', '2024']

    Raises:
        CellError: it is no date, or one that could be read in two ways (03/04/2024).
    """
    if isinstance(cell, datetime.datetime):
        return Date(cell.date().isoformat())
    if isinstance(cell, datetime.date):
        return Date(cell.isoformat())
    text = tidy(_integral(cell))
    parts: tuple[str | int, ...] | None = None
    if found := re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?", text):
        parts = found.groups()
    elif found := re.fullmatch(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]+)\.?,? (\d{4})", text):
        parts = (found[3], _MONTHS.get(found[2].lower(), 0), found[1])
    elif found := re.fullmatch(r"([A-Za-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", text):
        parts = (found[3], _MONTHS.get(found[1].lower(), 0), found[2])
    if parts:
        year, month, day = parts
        try:
            datetime.date(int(year), 1 if month is None else int(month), 1 if day is None else int(day))
        except ValueError as error:
            raise CellError(f"no such date ({error}); right would be 2024, 2024-05 or 2024-05-17") from error
        if month is None:
            return Date(f"{int(year):04}")
        return Date(f"{int(year):04}-{int(month):02}" + (f"-{int(day):02}" if day else ""))
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", text):
        raise CellError("day and month could be taken for each other; right would be 2024-05-17")
    raise CellError("not a date; right would be a year, month or day like 2024, 2024-05 or 2024-05-17")


def parse_period(cell: object) -> Period:
    """A year, half-year, quarter, month, day, fiscal year or range of them.

    Of a fiscal year only the year in which it ends is known: companies end it in different months.

    >>> period = parse_period("2024-Q2"); (str(period.start), str(period.end))
    ('2024-04', '2024-06')
    >>> period = parse_period("FY2025"); (period.start, str(period.end))
    (None, '2025')

    Raises:
        CellError: it is none of these.
    """
    if isinstance(cell, datetime.date):
        day = parse_date(cell)
        return Period(day, day, str(day))
    text = tidy(_integral(cell))
    if found := re.fullmatch(r"(\d{4})[- ]?([QqHh])([1-4])|([QqHh])([1-4])[- /]?(\d{4})", text):
        year, letter, number = (found[1], found[2], found[3]) if found[1] else (found[6], found[4], found[5])
        length = 3 if letter in "Qq" else 6
        last = int(number) * length
        if last > 12:
            raise CellError("there are two halves in a year; right would be 2024-H1 or 2024-H2")
        return Period(Date(f"{year}-{last - length + 1:02}"), Date(f"{year}-{last:02}"), text)
    if found := re.fullmatch(r"FY ?(\d{4})|(\d{4})[- ]?FY|fiscal (?:year )?(\d{4})", text, re.IGNORECASE):
        return Period(None, Date(next(group for group in found.groups() if group)), text)
    if found := re.fullmatch(r"(\d{4})[-–/](\d{4})", text):
        if found[1] >= found[2]:
            raise CellError("the period ends before it starts")
        return Period(Date(found[1]), Date(found[2]), text)
    try:
        day = parse_date(text)
        return Period(day, day, text)
    except CellError as error:
        # Only now: 2024/05 is a month, and its stroke no "to".
        if found := re.fullmatch(r"(.+?) ?(?:/|\bto\b|–) ?(.+)", text):
            start, end = parse_date(found[1]), parse_date(found[2])
            if end.text < start.text[: len(end.text)]:
                raise CellError("the period ends before it starts") from error
            return Period(start, end, text)
        raise CellError(
            "not a period; right would be 2024, 2024-H1, 2024-Q2, 2024-05, FY2025 or 2024-2026"
        ) from error


def parse_figure(cell: object) -> Figure:
    """A number, a range, or a number that words make a bound: kept as stated, never made more exact.

    >>> parse_figure("up to 5,000 t/a")
    Figure(value=None, minimum=None, maximum=Decimal('5000'), exclusive_minimum=None, \
exclusive_maximum=None, stated='up to 5,000', rest='t/a', code='')
    >>> parse_figure("1.2 million").value
    Decimal('1200000')

    Raises:
        CellError: there is no number in it, or its separators can be read in two ways.
    """
    if isinstance(cell, bool):
        raise CellError("not a figure")
    if isinstance(cell, int | float | Decimal):
        return Figure(value=_decimal(repr(cell) if isinstance(cell, float) else str(cell)))
    text = tidy(str(cell))
    if re.search(r"\d\.\d{3}\.\d{3}|\d\.\d{3},\d|^\d{1,3},\d{1,2}(?!\d)", text):
        raise CellError("separators as in 1.234,5 are not read; right would be 1234.5 or 1,234.5")
    bound = "value"
    number = text
    for words, name in _BEFORE:
        if found := words.match(number):
            bound, number = name, number[found.end() :]
            break
    code = ""
    if found := _CODE.match(number):
        code = {"RMB": "CNY"}.get(found["code"] or "", found["code"] or "")
        number = number[found.end() :]
    first = _FIGURE.match(number)
    if not first:
        raise CellError("not a figure; right would be 3000, 3,000, 1.2 million, 'up to 3,000' or 3,000-5,000")
    after = number[first.end() :]
    between = _RANGE.match(after)
    second = _FIGURE.match(after, between.end()) if between else None
    if between and second and bound == "value":
        scale = first["scale"] or second["scale"]
        low, high = _scaled(first["number"], scale), _scaled(second["number"], second["scale"] or scale)
        if low > high:
            raise CellError("the range ends below its start")
        stated = text[: len(text) - len(after) + second.end()]
        rest = after[second.end() :].strip()
        return Figure(minimum=low, maximum=high, stated=stated.strip(), rest=rest, code=code)
    rest = after
    if found := _OR_MORE.match(rest):
        bound, rest = "minimum", rest[found.end() :]
    stated = text[: len(text) - len(rest)].strip()
    amount = _scaled(first["number"], first["scale"])
    same = stated == plain(amount) or re.fullmatch(r"\d+(\.\d+)?", stated)
    return Figure(**{bound: amount}, stated=None if same else stated, rest=rest.strip(), code=code)


def parse_share(cell: object) -> Figure:
    """A share in percent, 0 to 100: `51`, `51 %`, `more than 50 %`, `10-15 %`.

    Raises:
        CellError: no figure, another unit, or out of bounds.
    """
    figure = parse_figure(cell)
    if figure.rest not in ("", "%", "percent", "per cent", "pct"):
        raise CellError(
            f"a share is in percent, not in {figure.rest!r}; right would be 51 or 'more than 50 %'"
        )
    for number in (
        figure.value,
        figure.minimum,
        figure.maximum,
        figure.exclusive_minimum,
        figure.exclusive_maximum,
    ):
        if number is not None and not 0 <= number <= 100:
            raise CellError("a share lies between 0 and 100 percent")
    return figure


def parse_list(cell: object) -> tuple[str, ...]:
    """The parts of a cell between semicolons, without doubles.

    >>> parse_list("Lynas; Lynas Corporation;;Lynas")
    ('Lynas', 'Lynas Corporation')
    """
    return tuple(dict.fromkeys(part for part in map(tidy, re.split("[;；]", _integral(cell))) if part))


def _integral(cell: object) -> str:
    """The text of a cell; 2024.0, as spreadsheets store 2024, is 2024."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _scaled(number: str, scale: str | None) -> Decimal:
    exact = _decimal(re.sub(r"[,   ’']", "", number))
    return _decimal(plain(exact.scaleb(_SCALES[scale.lower()]))) if scale else exact


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise CellError(f"not a number: {text}") from error
    if not number.is_finite():
        raise CellError("not a finite number")
    return Decimal(plain(number))
