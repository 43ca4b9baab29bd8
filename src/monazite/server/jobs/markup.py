"""HTML of the server's pages: every value is escaped, links go to http and https alone, no script runs."""

from __future__ import annotations

import re
from html import escape

from rdflib import Literal, URIRef
from rdflib.term import Identifier

from monazite.server.addresses import page_of

# Control characters, and those that turn the direction of what stands beside them.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WEB = re.compile(r"https?://[^\s<>\"]+")


def text(value: object) -> str:
    """Text of the data as HTML: escaped, in its own direction, without characters that cannot be seen."""
    return f"<bdi>{escape(_HIDDEN.sub(' ', str(value)))}</bdi>"


def link(address: str, label: str) -> str:
    """A link where the address is one of this server or of the web; else the label alone."""
    if page := page_of(address):
        return f'<a href="{escape(page)}">{text(label)}</a>'
    if _WEB.fullmatch(address):
        return f'<a href="{escape(address)}" rel="nofollow noopener">{text(label)}</a>'
    return text(label)


def value(node: Identifier, label: str) -> str:
    """A value of a statement: a link, or text in its language."""
    if isinstance(node, Literal):
        lang = f' lang="{escape(node.language)}"' if node.language else ""
        shown = link(str(node), str(node)) if _WEB.fullmatch(str(node)) else text(node)
        return f"<span{lang}>{shown}</span>"
    return link(str(node), label) if isinstance(node, URIRef) else text(label)


def page(title: str, body: str, head: str = "") -> bytes:
    """A whole page."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(_HIDDEN.sub(' ', title))} - Monazite</title>\n"
        f'<link rel="stylesheet" href="/style.css">\n{head}</head>\n<body>\n'
        '<header><a href="/">Monazite</a> <nav><a href="/sparql">SPARQL</a> '
        '<a href="/api/v1/questions">API</a> <a href="/ontology">Ontology</a></nav></header>\n'
        f"<main>\n{body}\n</main>\n"
        '<footer>Data: <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>, '
        "Monazite contributors, and the documents named here.</footer>\n</body>\n</html>\n"
    ).encode()


STYLE = """:root { color-scheme: light dark; --line: #8884; --soft: light-dark(#555, #aaa); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 0 1rem 2rem; }
header, footer { padding: .75rem 0; border-bottom: 1px solid var(--line); }
header nav { float: right; } header nav a { margin-left: 1rem; }
footer { border: 0; border-top: 1px solid var(--line); margin-top: 2rem; color: var(--soft); }
footer { font-size: .9rem; }
h1 { margin-bottom: 0; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; }
.iri, .kinds { color: var(--soft); overflow-wrap: anywhere; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .5rem; }
th { font-weight: normal; color: var(--soft); width: 30%; } tr { border-top: 1px solid var(--line); }
th, td, li { overflow-wrap: anywhere; } .said { width: 20%; }
textarea { width: 100%; box-sizing: border-box; font: 14px/1.4 ui-monospace, monospace; }
:target { outline: 2px solid; outline-offset: 2px; }
"""
