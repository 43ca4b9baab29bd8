"""Company names without end, made of words that company names are made of, with ours among them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path


def _listed(words: str) -> list[str]:
    return words.split()


_FIRST = _listed(
    "Alpha Apex Aurora Banner Beacon Bright Cedar Central Crest Delta Eagle East Elm Ever First "
    "Fox Gold Grand Green Harbor High Iron Jade Keen Lake Lion Lotus Magna Maple Metro Nova North "
    "Oak Ocean Omega Orion Pacific Peak Pine Pioneer Prime Quartz Rapid Red River Royal Sierra "
    "Silver Sky Solar South Star Stone Summit Sun Swift Terra Titan Trident Union United Vector "
    "Vega Vista West White Wolf Zenith"
)
_MIDDLE = _listed(
    "Rare Earth Magnet Metals Minerals Mining Materials Energy Power Motor Electric Steel Alloy "
    "Chemical Capital Trading Logistics Foods Textile Pharma Systems Software Services Media "
    "Marine Property Holdings Fund Asset Partners Ventures"
)
_FORMS = ("Ltd", "Limited", "Inc.", "LLC", "GmbH", "S.A.", "Co., Ltd.", "AG", "B.V.", "Pty Ltd", "plc", "SpA")
_COUNTRIES = ("US", "GB", "DE", "CN", "JP", "FR", "IN", "AU", "CA", "NL", "IT", "BR")
HEAD = "LEI,Entity.LegalName,Entity.LegalName.xmllang,Entity.LegalAddress.City,Entity.LegalAddress.Country\n"


def names(count: int, ours: Sequence[str], seed: int = 7) -> Iterator[tuple[str, str]]:
    """Names and countries; one in a thousand is one of ours with a legal form.

    Half of the others begin with a word of five to nine random letters, as names do that are nobody else's.
    """
    chance = random.Random(seed)
    for number in range(count):
        if number % 1000 == 500:
            yield f"{ours[(number // 1000) % len(ours)].upper()} LIMITED", ""
            continue
        if chance.random() < 0.5:
            first = "".join(chance.choices("aeioulnrstmkdgbvz", k=chance.randint(5, 9))).title()
        else:
            first = f"{chance.choice(_FIRST)} {chance.choice(_FIRST)}"
        middle = " ".join(chance.sample(_MIDDLE, chance.randint(0, 2)))
        yield f"{first} {middle} {chance.choice(_FORMS)}".replace("  ", " "), chance.choice(_COUNTRIES)


def write(path: Path, count: int, ours: Sequence[str]) -> None:
    """A golden copy of GLEIF's in small: as many rows, the columns that are read."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number, (name, country) in enumerate(names(count, ours)):
            file.write(f'{number:018d}00,"{name}",en,Town {number % 977},{country}\n')
