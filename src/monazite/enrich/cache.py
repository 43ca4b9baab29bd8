"""Keeps on disk what services answered, so that nobody is asked twice and work goes on without a network."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from monazite.files import whole
from monazite.web import Answer


def load(folder: Path, key: str) -> Answer | None:
    """The answer that is kept under a key; None where there is none, or it cannot be read."""
    try:
        about = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        content = (folder / f"{key}.body").read_bytes()
        at = datetime.fromisoformat(about["at"])
        return Answer(str(about["url"]), 200, content, str(about["content_type"]), at)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, key: str, answer: Answer) -> None:
    """Keeps an answer under a key.

    Raises:
        FileError: it cannot be written.
    """
    about = {"url": answer.url, "content_type": answer.content_type, "at": answer.at.isoformat()}
    with whole(folder / f"{key}.body") as fresh:
        fresh.write_bytes(answer.content)
    with whole(folder / f"{key}.json") as fresh:
        fresh.write_text(json.dumps(about), encoding="utf-8")
