"""The explorer as one HTML file that carries its data and works from disk, with the network off."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite.errors import FileError
from monazite.export import pagedata
from monazite.files import whole

if TYPE_CHECKING:
    from monazite.graph import KnowledgeGraph

FORMATS = ("html",)
# What `make explorer` builds out of src/explorer: index.html, app.js, app.css, notices.txt, and engine.wasm,
# which answers SPARQL.
APP = Path(__file__).parent / "explorer"
_SCRIPT = re.compile(r'<script[^>]*\ssrc="\./app\.js"[^>]*></script>')
_STYLE = re.compile(r'<link[^>]*\shref="\./app\.css"[^>]*>')
_HEAD = '<meta charset="utf-8" />'


def write(
    kg: KnowledgeGraph,
    path: Path,
    things: Collection[str] | None = None,
    *,
    title: str = "Monazite",
    language: str = "en",
) -> int:
    """Writes the explorer with its data and returns how many entities it shows.

    Args:
        kg: the knowledge graph.
        path: the file to write; it appears only when it is whole.
        things: the IRIs of those to tell of; everything if None.
        title: the page's title.
        language: ``en`` or ``zh``, which the page begins in; whoever reads it can change it.

    Raises:
        FileError: the file cannot be written, or the explorer was not built.
    """
    parts = {part: pagedata.make(kg, part, things) for part in pagedata.PARTS}
    page = fill(parts, title=title, language=language)
    with whole(path) as fresh:
        fresh.write_text(page, encoding="utf-8")
    return len(parts["index"]["entities"])


def fill(parts: dict[str, Any], *, title: str, language: str) -> str:
    """The page: the built application, its style and the parts of its data, all in one text.

    What may run is named by its hash; nothing is loaded from elsewhere.

    Raises:
        FileError: the explorer was not built.
    """
    page, script, style = (_built(name).decode() for name in ("index.html", "app.js", "app.css"))
    # The end tag of a script, within it, would end it.
    script = re.sub(r"<(?=/script|!--)", r"\\x3C", script, flags=re.IGNORECASE)
    style = style.replace("</", "<\\/")
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_digest(script)}' 'wasm-unsafe-eval'",
            f"style-src '{_digest(style)}'",
            "img-src data: blob:",
            "worker-src blob:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    page = _SCRIPT.sub("", page, count=1)
    page = _STYLE.sub(lambda _: f"<style>{style}</style>", page, count=1)
    page = re.sub(r"<title>.*?</title>", lambda _: f"<title>{html.escape(title)}</title>", page, count=1)
    page = page.replace('<html lang="en">', f'<html lang="{html.escape(language)}">', 1)
    page = page.replace(
        _HEAD, f'{_HEAD}\n    <meta http-equiv="Content-Security-Policy" content="{policy}" />', 1
    )
    held = "\n".join(_element(f"data-{name}", "json", packed(data)) for name, data in parts.items())
    held += "\n" + _element("engine", "wasm", _built("engine.wasm"))
    # The licences of what the page is made with go where it goes.
    held += "\n" + _element("notices", "text", _built("notices.txt"))
    last = f'{held}\n<script type="module">{script}</script>\n</body>'
    return page.replace("</body>", last, 1)


def shell(address: str) -> str:
    """The page without data or code, as a server gives it: both come from below an address.

    Args:
        address: where `asset` is served, such as ``explorer/``, relative to the page.

    Raises:
        FileError: the explorer was not built.
    """
    page = _built("index.html").decode()
    names = {name: f"{address}{name}?v={version(name)}" for name in ("app.js", "app.css")}
    page = _SCRIPT.sub(f'<script type="module" src="{names["app.js"]}"></script>', page, count=1)
    return _STYLE.sub(f'<link rel="stylesheet" href="{names["app.css"]}">', page, count=1)


@cache
def asset(name: str) -> bytes:
    """A file of the built application.

    Raises:
        FileError: the explorer was not built.
    """
    return _built(name)


def version(name: str) -> str:
    """What tells a file of the application from any other of its name.

    Raises:
        FileError: the explorer was not built.
    """
    return hashlib.sha256(asset(name)).hexdigest()[:16]


def packed(data: Any) -> bytes:
    """A part of the data as JSON, in the fewest bytes."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _element(name: str, form: str, data: bytes) -> str:
    """A part of the data in an element that runs nothing: gzip, base64."""
    packed = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
    return f'<script type="application/{form}+gzip+base64" id="{name}">{packed}</script>'


def _built(name: str) -> bytes:
    path = APP / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(path, "the explorer is not built: `make explorer`, with Node.js") from error


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
