"""Files that appear under their names only when they are whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from monazite.errors import FileError


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place of the same name to write to, which takes the place of `path` when all went well.

    Where it did not, nothing is left. If a folder is written and one is there already, files of the same
    names are replaced in it, and others stay.

    Raises:
        FileError: it cannot be written.
    """
    place = path.resolve() if path.name in ("", "..") else path  # "." has no name to write beside it
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place.parent, prefix=".unfinished-") as work:
            fresh = Path(work) / place.name
            yield fresh
            if fresh.is_dir() and place.is_dir():
                for each in sorted(fresh.iterdir()):
                    os.replace(each, place / each.name)
            else:
                os.replace(fresh, place)
    except OSError as error:
        raise FileError(path, error.strerror or str(error)) from error
