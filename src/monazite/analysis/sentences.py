"""Numbers and names within the sentences that analyses say."""

from __future__ import annotations

from collections.abc import Collection


def count(number: int, noun: str) -> str:
    """A number of things.

    >>> count(1, "link"), count(1200, "node")
    ('1 link', '1,200 nodes')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def some(names: Collection[str], most: int = 4) -> str:
    """Names in a row (one at least); of many the first, and how many more there are.

    >>> some(["A", "B"]), some("ABCDEF")
    ('A and B', 'A, B, C, D and 2 more')
    """
    found = list(names)
    # To say "and 1 more" takes as long as to name it.
    if len(found) > most + 1:
        found = [*found[:most], f"{len(found) - most:,} more"]
    comma = "; " if any(", " in name for name in found) else ", "
    return " and ".join(filter(None, (comma.join(found[:-1]), found[-1])))


def sentence(text: str) -> str:
    """A text with a full stop; one that ends in an abbreviation has it already.

    >>> sentence("It passes MP Materials"), sentence("It passes JL MAG Co., Ltd.")
    ('It passes MP Materials.', 'It passes JL MAG Co., Ltd.')
    """
    return text if text.endswith(".") else f"{text}."
