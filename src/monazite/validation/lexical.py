"""What literals look like, as regular expressions that every SPARQL engine reads as Python does."""

from __future__ import annotations

import re

from rdflib import RDF, XSD

# The forms of a value that rdflib takes for well-typed; it takes more, and those are left to pySHACL.
FORMS = {
    str(XSD.decimal): r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$",
    str(XSD.integer): r"^[-+]?[0-9]+$",
    str(XSD.double): r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,2})?$",
    str(XSD.boolean): r"^(true|false)$",
    str(XSD.gYear): r"^[12][0-9]{3}$",
    str(XSD.gYearMonth): r"^[12][0-9]{3}-(0[1-9]|1[0-2])$",
    # The days that each month has in every year.
    str(XSD.date): r"^[12][0-9]{3}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    r"|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)$",
}
# Every text is one.
TEXTS = frozenset(map(str, (XSD.string, RDF.langString)))
NUMBERS = (str(XSD.decimal), str(XSD.integer))

# What Python takes for white space, where others take less.
_SPACES = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B),
                            0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))  # fmt: skip
_KNOWN = re.compile(r"\\[.()\[\]{}|^$?*+/-]|\\[Sd]|\[\^?(?:\\[\]\[.^-]|[^\\\[\]&~|])+\]|[^\\\[\]]", re.DOTALL)


def portable(pattern: str) -> str | None:
    r"""A pattern of `re` as one that finds no more in any engine of SPARQL; None if that is not known here.

    >>> portable("^[A-Z]{2}$"), portable(r"^\w+$")
    ('^[A-Z]{2}$', None)
    """
    if "(?" in pattern or re.search(r"[*+?}][+?]", pattern):
        return None
    found = _KNOWN.findall(pattern)
    if "".join(found) != pattern:
        return None
    return "".join({r"\S": f"[^{_SPACES}]", r"\d": "[0-9]"}.get(part, part) for part in found)


def same_everywhere(pattern: str) -> bool:
    """Whether a pattern finds neither more nor less: letters, digits and classes of characters alone."""
    return re.fullmatch(r"(?:\^|)(?:[\w /:-]|\[[^\\\[\]&~|^]+\])+", pattern) is not None


def quoted(text: str) -> str:
    r"""A text as a literal of SPARQL.

    >>> print(quoted('say "so"'))
    "say \"so\""
    """
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(c) or (c if c.isprintable() else f"\\u{ord(c):04X}") for c in text) + '"'
