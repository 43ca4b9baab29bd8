"""The pages of the notebooks: each is run in a kernel of its own, and shown with what it gave."""

from __future__ import annotations

import base64
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from docs.generate import markdown
from nbclient import NotebookClient
from traitlets.config import Config

_AT_ONCE = 2
_SECONDS = 300


def write(sources: Path, into: Path) -> None:
    """Runs every notebook of a folder and writes its page, its figures and the notebook itself, with outputs.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed; the error shows the cell.
    """
    into.mkdir(parents=True, exist_ok=True)
    paths = sorted(sources.glob("*.ipynb"))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for path, notebook in zip(paths, pool.map(run, paths), strict=True):
            nbformat.write(notebook, into / path.name)
            (into / f"{path.stem}.md").write_text(page(notebook, path.stem, into), encoding="utf-8")


def run(path: Path) -> Any:
    """A notebook with the outputs that it gives when it is run in a fresh kernel, in its own folder."""
    notebook = nbformat.read(path, as_version=4)
    # A kernel speaks over sockets in a folder of its own, not over ports that other users can reach.
    with tempfile.TemporaryDirectory(prefix="kernel") as folder:
        sockets = {"KernelManager": {"transport": "ipc", "ip": f"{folder}/socket"}}
        NotebookClient(
            notebook,
            timeout=_SECONDS,
            startup_timeout=_SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": str(path.parent)}},
            config=Config(sockets),
        ).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


def page(notebook: Any, name: str, into: Path) -> str:
    """The notebook as a page: text, code, what the code gave; its figures become files beside the page."""
    parts = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            # A notebook links to notebooks and to pages; here all are pages.
            parts.append(re.sub(r"\]\(([\w./-]+)\.ipynb\)", r"](\1.md)", cell.source) + "\n")
            continue
        parts.append(markdown.fenced("python", cell.source))
        for index, output in enumerate(cell.outputs):
            parts.append(_output(output, cell, f"{name}-{number}-{index}.png", into))
    first, *rest = parts
    notice = f"[:material-download: The notebook]({name}.ipynb){{ .md-button download }}\n"
    # Code, tables and figures are wide: they have the room of the table of contents, too.
    return "\n".join(("---\nhide: [toc]\n---\n", first, notice, *rest))


def _output(output: Any, cell: Any, name: str, into: Path) -> str:
    if output.output_type == "stream":
        return markdown.fenced("text", output.text)
    data = output.get("data", {})
    if "image/png" in data:
        (into / name).write_bytes(base64.b64decode(data["image/png"]))
        return markdown.figure(cell.metadata["alt"], name) + "\n"
    if "text/html" in data:
        # In one line, since a blank one would end the block of HTML.
        inner = " ".join(str(data["text/html"]).split())
        return f'<div class="notebook-output">{inner}</div>\n'
    return markdown.fenced("text", str(data.get("text/plain", "")))
