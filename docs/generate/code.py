"""The pages of the Python package: the modules that people import, told by their own docstrings."""

from __future__ import annotations

from pathlib import Path

# What stands on which page, in the order of reading.
PAGES = {
    "graph": ("The graph", ("graph", "statements", "results", "queries", "entities", "vocabulary", "errors")),
    "analysis": (
        "Analyses",
        (
            "analysis.projection",
            "analysis.walks.flows",
            "analysis.walks.paths",
            "analysis.walks.chokepoints",
            "analysis.walks.dependence",
            "analysis.concentration.stages",
            "analysis.balance.stages",
            "analysis.balance.targets",
            "analysis.scenarios.scenarios",
            "analysis.ownership.owners",
            "analysis.ownership.stage_owners",
            "analysis.change.timeline",
            "analysis.change.changes",
        ),
    ),
    "results": ("Results and evidence", ("analysis.result", "analysis.evidence", "analysis.intervals")),
    "export": ("Figures and files", ("export", "export.figure", "drawing", "canvas")),
    "link": ("Linking", ("link.reconcile", "link.linking", "link.index", "sssom", "enrich", "federation")),
    "data": ("Data in and checks", ("tables.importing", "tables.exporting", "shapes", "reports", "push")),
}


def write(into: Path) -> None:
    """Writes ``reference/python/``: a page a theme, which mkdocstrings fills."""
    folder = into / "reference" / "python"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (title, modules) in PAGES.items():
        parts = [f"# {title}\n", *(f"::: monazite.{module}\n" for module in modules)]
        (folder / f"{name}.md").write_text("\n".join(parts), encoding="utf-8")
