"""The pages written by hand: copied, with links that lead out of the site led to a page of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path, PurePosixPath

from docs.generate import markdown

# Files beside the docs that have a page of their own.
_BESIDE = {
    "data/README.md": "data.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "ontology/CHANGELOG.md": "terms.md",
    "LICENSE": "licence.md",
    "LICENSE-DATA": "licence.md",
    "README.md": "index.md",
    "ontology/pitfalls/README.md": "pitfalls.md",
}
_LINK = re.compile(r"(!?)\[((?:[^\]\\]|\\.)*)\]\(([^)\s#]*)(#[^)\s]*)?\)")
# In the source, a mark for the tests (tests/integration/pages.py); in the site, nothing.
_MARK = re.compile(r"^<!-- (?:sheet|file|copy|fails|served|runs elsewhere)\b[^>]*-->\n\n?", re.MULTILINE)


def write(root: Path, into: Path) -> None:
    """Copies the pages under `root`/docs, and those of `_BESIDE`, into the folder that MkDocs reads."""
    shutil.copytree(root / "docs", into, ignore=shutil.ignore_patterns("generate", "*.ipynb", "__pycache__"))
    for path in sorted(into.rglob("*.md")):
        place = PurePosixPath("docs") / path.relative_to(into).as_posix()
        path.write_text(_led(path.read_text(encoding="utf-8"), root, place), encoding="utf-8")
    for name, page in _BESIDE.items():
        if name.endswith(".md") and name != "README.md":
            text = _led((root / name).read_text(encoding="utf-8"), root, PurePosixPath(name))
            (into / page).write_text(text, encoding="utf-8")
    (into / "licence.md").write_text(_licences(root), encoding="utf-8")


def _led(text: str, root: Path, place: PurePosixPath) -> str:
    """The text of the page at `place` in the checkout, as it stands in the site."""
    page = PurePosixPath(_BESIDE.get(str(place), str(place).removeprefix("docs/")))

    def led(match: re.Match[str]) -> str:
        image, words, target, anchor = match.groups()
        if not target or re.match(r"[a-z]+:", target):
            return match[0]
        named = (root / place.parent / target).resolve()
        if not named.is_relative_to(root.resolve()):
            return match[0]
        name = named.relative_to(root.resolve()).as_posix()
        if name in _BESIDE:
            return f"{image}[{words}]({_up(page)}{_BESIDE[name]}{anchor or ''})"
        if name.startswith("docs/"):
            name = name.removeprefix("docs/").replace(".ipynb", ".md")
            address = f"{_up(page)}{name}{anchor or ''}"
            return markdown.figure(words, address) if image else f"[{words}]({address})"
        # A file of the checkout that is no page: its name is told, it has no address here.
        return words if f"`{name}" in words or words.strip("`") == name else f"{words} (`{name}`)"

    return _MARK.sub("", _LINK.sub(led, text))


def _up(page: PurePosixPath) -> str:
    return "../" * (len(page.parts) - 1)


def _licences(root: Path) -> str:
    code, data = ((root / name).read_text(encoding="utf-8").strip() for name in ("LICENSE", "LICENSE-DATA"))
    return (
        "# Licence\n\nCode: MIT. Ontology, data and queries: CC BY 4.0. Cite “Monazite contributors”, and "
        f"the documents behind the statements that you use.\n\n## Code\n\n```text\n{code}\n```\n\n"
        f"## Ontology, data and queries\n\n```text\n{data}\n```\n"
    )
