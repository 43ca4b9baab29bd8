"""Writes every page of the site into a folder, from which MkDocs builds it: ``python -m docs.generate``."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from docs.generate import code, commands, ontology, pages, questions

from monazite import KnowledgeGraph

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Makes the folder anew, so that no page stays of which the source is gone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "docs", help="the folder; made anew")
    parser.add_argument("--without-notebooks", action="store_true", help="for a quick look at the rest")
    options = parser.parse_args()
    into: Path = options.into
    shutil.rmtree(into, ignore_errors=True)
    kg = KnowledgeGraph.open()
    pages.write(ROOT, into)
    commands.write(into)
    code.write(into)
    questions.write(kg, into)
    ontology.write(kg, into)
    if not options.without_notebooks:
        # What runs notebooks takes a second to import.
        from docs.generate import notebooks

        notebooks.write(ROOT / "docs" / "notebooks", into / "notebooks")


if __name__ == "__main__":
    main()
