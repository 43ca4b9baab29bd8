"""Files of any size, packed or not, a line at a time: .gz, .bz2, .xz and .zip are read without unpacking."""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from monazite.errors import FileError

# Of a line: one that is longer is not of a table or of a dump that has a thing on each line.
LONGEST = 1 << 26
_SHOWN = 5
_OFTEN = 4096

Progress = Callable[[str, int, int], None]


class Source:
    """A file that is read once from its beginning to its end, with its progress and what was wrong in it."""

    def __init__(
        self, path: Path, progress: Progress = lambda what, done, total: None, encoding: str = "utf-8-sig"
    ) -> None:
        self.path = path
        self._progress = progress
        self._encoding = encoding
        self._problems: list[str] = []
        self._left_out = 0

    def leave_out(self, line: int, problem: str) -> None:
        """Notes that a line is left out: one bad line among millions stops nothing, and is told of."""
        self._left_out += 1
        if len(self._problems) < _SHOWN:
            self._problems.append(f"{self.path}:{line}: {problem}")

    @property
    def problems(self) -> list[str]:
        """The first lines that were left out, why, and how many there were."""
        more = self._left_out - len(self._problems)
        return [*self._problems, f"{self.path}: {more} more lines were left out"] if more else self._problems

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The file's content, unpacked as it is read.

        Raises:
            FileError: it is missing, not readable, or not what its name says.
        """
        try:
            with self.path.open("rb") as raw:
                self._total = self.path.stat().st_size
                self._raw = raw
                with _unpacked(self.path, raw) as content:
                    yield content
                self._progress(self.path.name, self._total, self._total)
        except (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            raise FileError(self.path, getattr(error, "strerror", None) or str(error)) from error

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers, from 1.

        Raises:
            FileError: as `open`, or the file is not in its encoding, or a line is too long.
        """
        decode = codecs.getdecoder(self._encoding)
        with self.open() as content:
            number = 0
            while line := content.readline(LONGEST):
                number += 1
                if len(line) == LONGEST:
                    raise FileError(self.path, f"the line is longer than {LONGEST >> 20} MiB", number)
                if not number % _OFTEN:
                    self.tick()
                try:
                    yield number, decode(line)[0]
                except UnicodeDecodeError as error:
                    wanted = self._encoding.removesuffix("-sig").upper()
                    raise FileError(
                        self.path, f"not {wanted} at byte {error.start} of the line", number
                    ) from error

    def tick(self) -> None:
        """Tells the progress how far in the packed file the reading is."""
        self._progress(self.path.name, min(self._raw.tell(), self._total), self._total)

    def rows(self, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> Iterator[tuple[int, list[str]]]:
        """The rows of a table with the number of the line that each ends on, the heading first.

        Raises:
            FileError: as `lines`, or the table has no heading, or a cell is too long.
        """
        reader = csv.reader((text for _, text in self.lines()), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
        try:
            for row in reader:
                if row:
                    yield reader.line_num, row
        except csv.Error as error:
            raise FileError(self.path, str(error), reader.line_num) from error

    def table(self, *needed: str, delimiter: str = ",") -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a table by the names of their columns; rows of another length are left out.

        Raises:
            FileError: as `rows`, or one of the columns that are needed is missing.
        """
        heading: list[str] = []
        for number, row in self.rows(delimiter):
            if not heading:
                heading = [cell.strip() for cell in row]
                if missing := [column for column in needed if column not in heading]:
                    raise FileError(
                        self.path,
                        f"no column {', '.join(missing)}; the columns are {', '.join(heading[:12])}"
                        + (" ..." if len(heading) > 12 else ""),
                        1,
                    )
            elif len(row) == len(heading):
                yield number, dict(zip(heading, row, strict=True))
            else:
                self.leave_out(number, f"{len(row)} cells and the heading has {len(heading)}")
        if not heading:
            raise FileError(self.path, "is empty; right would be a heading and a row for each thing")


@contextmanager
def _unpacked(path: Path, raw: IO[bytes]) -> Iterator[IO[bytes]]:
    match path.suffix.lower():
        case ".gz":
            with gzip.open(raw) as content:
                yield cast("IO[bytes]", content)
        case ".bz2":
            with bz2.open(raw) as content:
                yield cast("IO[bytes]", content)
        case ".xz":
            with lzma.open(raw) as content:
                yield cast("IO[bytes]", content)
        case ".zip":
            with zipfile.ZipFile(raw) as packed:
                inside = [each for each in packed.infolist() if not each.is_dir()]
                if not inside:
                    raise FileError(path, "there is no file in it")
                # GeoNames and others put a readme beside the table.
                largest = max(inside, key=lambda each: each.file_size)
                with packed.open(largest) as content:
                    yield io.BufferedReader(cast("io.RawIOBase", content))
        case _:
            yield raw
