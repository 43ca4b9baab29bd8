"""Names as words to compare: one alphabet, one spelling, without legal forms; Chinese in two readings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from monazite.link import glossary

_WORD = re.compile(r"[a-z0-9]+")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?|\b(?:[a-z]/)+[a-z]\b")
_HAN = re.compile(r"[㐀-鿿]+")
_BRACKET = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
# What brackets hold in names of groups and holdings, where it tells nothing.
_BRACKETED = re.compile(r"\W*(?:group|holdings?|集团|控股|股份)\W*", re.IGNORECASE)
_HYPHENED = re.compile(r"\b(hi|high)[\s-]?tech(?:nology)?\b")
# Legal forms that cleanco lacks, and words that stand for one in several countries.
_MORE_FORMS = "pjsc jsc ojsc cjsc spa kk plc pvt sas sasu se kgaa co company corporation incorporated limited"
# These are legal forms wherever they stand in a name, not only at its end.
_ANYWHERE = frozenset("ltd limited gmbh inc incorporated llc plc corp corporation co".split())  # noqa: SIM905
# Words that cleanco takes for legal forms and that names end in for other reasons.
_NO_FORMS = frozenset(
    (word,)
    for word in ("uk", "us", "et", "at", "ba", "is", "ok", "ca", "da", "ee", "eg", "eu", "pao", "ud", "ent")
)
_BEGINNING = frozenset({"pt", "ooo", "oao", "zao", "pao", "pjsc", "jsc", "cv"})


# Countries in which companies of a legal form are registered, where these are few.
_FORMS_OF = {
    "gmbh": ("DE", "AT", "CH"),
    "ag": ("DE", "AT", "CH", "LI"),
    "kk": ("JP",),
    "oy": ("FI",),
    "oyj": ("FI",),
    "pty": ("AU", "ZA"),
    "bhd": ("MY",),
    "bv": ("NL",),
    "spa": ("IT",),
    "sro": ("CZ", "SK"),
    "doo": ("SI", "RS", "HR", "BA", "ME", "MK"),
    "ooo": ("RU",),
    "pjsc": ("RU", "UA", "AE"),
    "ltda": ("BR", "CL", "CO", "PT"),
    "plc": ("GB", "IE", "LK", "NG", "JE"),
}


def countries(name: str) -> frozenset[str]:
    """The countries that the legal form in a name tells of: that of GmbH is Germany, Austria or Switzerland.

    >>> sorted(countries("HyProMag GmbH"))
    ['AT', 'CH', 'DE']
    """
    words = _WORD.findall(_INITIALS.sub(lambda found: found[0].replace(".", ""), name.lower()))[1:]
    return frozenset(code for word in words for code in _FORMS_OF.get(word, ()))


@dataclass(frozen=True, slots=True)
class Form:
    """A name as words to compare.

    Attributes:
        words: its words in ASCII, small, in one spelling; without legal forms.
        squeezed: the words without what is between them.
        han: its Chinese characters without legal forms; "" where it has none.
        whole: whether it is the whole name; False where a part in brackets was left out.
    """

    words: tuple[str, ...]
    squeezed: str
    han: str = ""
    whole: bool = True


@lru_cache(maxsize=65_536)
def forms(name: str) -> tuple[Form, ...]:
    """A name's forms: as it is written, and without what it has in brackets.

    >>> forms("Lynas Rare Earths Ltd.")[0].words
    ('lynas', 'rare', 'earth')
    >>> [" ".join(form.words) for form in forms("包头市金蒙稀土有限责任公司")]
    ['baotou jinmeng rare earth', 'baotou jinmeng xitu']
    """
    found: dict[tuple[tuple[str, ...], str], Form] = {}
    for form in _forms(name, True):
        found.setdefault((form.words, form.han), form)
    if any(bracket in name for bracket in "(（[【"):
        whole = all(_BRACKETED.fullmatch(part) for part in _BRACKET.findall(name))
        for form in _forms(_BRACKET.sub(" ", name), whole):
            found.setdefault((form.words, form.han), form)
    return tuple(found.values())


def _forms(name: str, whole: bool) -> Iterator[Form]:
    if name.isascii():
        if words := _words(name.lower()):
            yield Form(words, "".join(words), "", whole)
        return
    text = unicodedata.normalize("NFKC", name).casefold()
    han = _without_forms("".join(_HAN.findall(text)))
    for reading in (_meaning, _sound) if han else (str,):
        if words := _words(_to_ascii(_read(text, reading))):
            yield Form(words, "".join(words), han, whole)


def _read(text: str, reading: Callable[[str], str]) -> str:
    return _HAN.sub(lambda run: f" {reading(run[0])} ", text)


def _to_ascii(text: str) -> str:
    from anyascii import anyascii

    return anyascii(text).lower()


def _words(text: str) -> tuple[str, ...]:
    if "." in text or "/" in text:
        text = _INITIALS.sub(lambda found: re.sub(r"[./]", "", found[0]), text)
    if "'" in text:
        text = re.sub(r"'s\b", "", text).replace("'", "")
    if "tech" in text:
        text = _HYPHENED.sub("hightech", text)
    words = _WORD.findall(text)
    words = _without_legal_forms(words) or words
    said: list[str] = []
    for word in words:
        same = glossary.SAME.get(word)
        if same is None:
            said.append(word)
        elif same:
            said.extend(same.split())
    return tuple(said or words)


def _without_legal_forms(words: list[str]) -> list[str]:
    forms = _legal_forms()
    while len(words) > 1 and words[0] in _BEGINNING:
        words = words[1:]
    stripped = True
    while stripped and len(words) > 1:
        stripped = False
        for length in (3, 2, 1):
            if len(words) > length and tuple(words[-length:]) in forms:
                words = words[:-length]
                stripped = True
                break
    return [word for place, word in enumerate(words) if place == 0 or word not in _ANYWHERE]


@cache
def _legal_forms() -> frozenset[tuple[str, ...]]:
    """The legal forms of companies that cleanco knows, as words."""
    from cleanco.termdata import terms_by_country, terms_by_type

    terms = {
        term for listed in (terms_by_type, terms_by_country) for each in listed.values() for term in each
    }
    found = {(form,) for form in _MORE_FORMS.split()}
    for term in terms:
        text = _to_ascii(term)
        found.add(tuple(_WORD.findall(re.sub(r"(?<=\b[a-z])[./](?=[a-z]\b)", "", text))))
        found.add(tuple(_WORD.findall(text.replace(".", "").replace("/", ""))))
    return frozenset(form for form in found if form and form not in _NO_FORMS)


def _without_forms(han: str) -> str:
    for form in glossary.CHINESE_FORMS:
        han = han.replace(form, "")
    return han


def _meaning(han: str) -> str:
    """Chinese as it is translated in names of companies: words of meaning in English, names in pinyin."""
    return " ".join(english if english is not None else pinyin(part) for part, english in _parts(han))


def _sound(han: str) -> str:
    """Chinese as it is spelled: every word in pinyin."""
    return " ".join(pinyin(part) for part, _ in _parts(han) if part)


def _parts(han: str) -> Iterator[tuple[str, str | None]]:
    """The words that are in the glossary with what they mean, and what is between them."""
    han = _without_forms(han)
    place = start = 0
    while place < len(han):
        for length in range(min(4, len(han) - place), 0, -1):
            word = han[place : place + length]
            if word in glossary.CHINESE:
                if start < place:
                    yield from _named(han[start:place])
                yield word, glossary.CHINESE[word]
                place = start = place + length
                break
        else:
            place += 1
    if start < len(han):
        yield from _named(han[start:])


def _named(run: str) -> Iterator[tuple[str, None]]:
    """A run of characters that is a name: 包头市金蒙 is the place 包头 and the name 金蒙."""
    for area in glossary.CHINESE_AREAS:
        before, found, after = run.partition(area)
        if found and len(before) >= 2:
            yield from _named(before)
            if after:
                yield from _named(after)
            return
    known = next((place for place in glossary.CITIES if run.startswith(place) and run != place), None)
    if known:
        yield known, None
        yield from _named(run[len(known) :])
    else:
        yield run, None


@lru_cache(maxsize=16_384)
def pinyin(han: str) -> str:
    """Chinese characters as one word of pinyin, without tones; Inner Mongolia and its like as in English.

    >>> pinyin("包头")
    'baotou'
    """
    if han in glossary.EXONYMS:
        return glossary.EXONYMS[han]
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(han, v_to_u=False)).replace("v", "u")
