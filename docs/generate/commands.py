"""The page of the command line, from what ``--help`` prints, by Typer's own means."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from docs.generate import markdown

_HEAD = """# Commands

What `monazite COMMAND --help` prints. Results go to standard output, messages to standard error; an error is
one message, and the exit code is then not zero. `MONAZITE_CACHE_DIR` names the folder in which the shipped
graph is built, if it is not the user's cache.
"""
# A paragraph of a command's help that is a command to try.
_EXAMPLE = re.compile(r"^(?:monazite|echo) .*(?:\n\n(?:monazite|echo) .*)*$", re.MULTILINE)


def write(into: Path) -> None:
    """Writes ``reference/commands.md``: a heading for each command, with its examples, arguments and options.

    Raises:
        subprocess.CalledProcessError: Typer cannot tell.
    """
    told = subprocess.run(
        [sys.executable, "-m", "typer", "monazite.cli", "utils", "docs", "--name", "monazite"],
        capture_output=True, text=True, check=True, encoding="utf-8",
    ).stdout  # fmt: skip
    _, *commands = re.split(r"^## `monazite (.+)`$", told, flags=re.MULTILINE)
    parts = [_HEAD]
    for name, text in zip(commands[::2], commands[1::2], strict=True):
        parts.append(f"## {name}\n\n{_shaped(text.strip())}\n")
    path = into / "reference" / "commands.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(parts), encoding="utf-8")


def _shaped(text: str) -> str:
    words, usage, rest = text.partition("**Usage**")
    shown = _EXAMPLE.sub(lambda found: markdown.fenced("sh", found[0].replace("\n\n", "\n")), words)
    return shown + usage + rest.replace("```console\n$ ", "```text\n")
