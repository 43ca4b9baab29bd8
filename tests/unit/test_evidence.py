"""How findings are weighed."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import URIRef

from monazite.analysis import evidence
from monazite.analysis.evidence import Evidence
from monazite.statements import Source

DOCUMENTS = {
    iri: Source(URIRef(iri), iri, publisher, issued, None, tuple(URIRef(q) for q in quoted))
    for iri, publisher, issued, quoted in (
        ("s:paper", "Paper", "2024-05-01", ()),
        ("s:wire", "Wire", "2025", ()),
        ("s:echo", "Echo", "2025-02", ("s:wire",)),
        ("s:old", "Old", "2010", ()),
        ("s:timeless", "Timeless", None, ()),
    )
}


def weighed(sources: list[str], **how: Any) -> Evidence:
    return evidence.weigh(DOCUMENTS, sources, as_of="2026-06-09", **how)


@pytest.mark.parametrize(
    "sources, how, publishers, newest, confidence",
    [
        (["s:paper", "s:wire"], {}, 2, "2025", "high"),
        (["s:paper", "s:wire"], {"basis": "declared", "status": "binding"}, 2, "2025", "high"),
        (["s:paper", "s:wire"], {"basis": "declared", "status": "memorandum"}, 2, "2025", "low"),
        (["s:paper", "s:wire"], {"basis": "internal"}, 2, "2025", "medium"),
        (["s:paper", "s:wire"], {"basis": "internal", "far": True}, 2, "2025", "low"),
        (["s:paper", "s:wire"], {"basis": "possible"}, 2, "2025", "low"),
        # Who repeats another is not a second witness.
        (["s:wire", "s:echo"], {}, 1, "2025-02", "medium"),
        (["s:old"], {}, 1, "2010", "low"),
        (["s:timeless"], {}, 1, "", "low"),
        ([], {}, 0, "", "low"),
    ],
)
def test_confidence_follows_basis_publishers_and_age(
    sources: list[str], how: dict[str, Any], publishers: int, newest: str, confidence: str
) -> None:
    found = weighed(sources, **how)
    assert (found.publishers, found.newest, found.confidence) == (publishers, newest, confidence)
    assert found.overturned_by


def test_what_needs_all_its_parts_is_as_weak_as_the_weakest() -> None:
    strong = weighed(["s:paper", "s:wire"], basis="declared")
    weak = weighed(["s:old"], basis="internal")
    both = evidence.weakest([strong, weak])
    assert (both.basis, both.publishers, both.newest) == ("declared and internal", 1, "2010")
    assert (both.confidence, both.overturned_by) == ("low", weak.overturned_by)
    assert evidence.weakest([]) == evidence.NONE


def test_references_are_named_once_and_in_order() -> None:
    named = evidence.named(DOCUMENTS, ["s:wire", "s:paper", "s:wire", "s:nowhere"])
    assert [source.publisher for source in named] == ["Paper", "Wire"]
    assert evidence.newest_date(DOCUMENTS) == "2025-02"
