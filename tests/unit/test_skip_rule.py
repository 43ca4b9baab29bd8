"""Where engines are required, a skipped engine or browser test fails the run; elsewhere it is skipped."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPS = {
    "in_the_test": "@pytest.mark.engine\ndef test(): pytest.skip('no engine')",
    "by_a_mark": "@pytest.mark.browser\n@pytest.mark.skipif(True, reason='none')\ndef test(): ...",
    "in_a_fixture": "@pytest.fixture\ndef f(): pytest.skip('none')\n@pytest.mark.engine\ndef test(f): ...",
    "whole": "pytest.importorskip('no_such_module')\ndef test(): ...",
}
OTHERS = {
    "passes": "@pytest.mark.engine\ndef test(): ...",
    "fails_as_known": "@pytest.mark.engine\n@pytest.mark.xfail\ndef test(): assert False",
    "needs_no_engine": "def test(): pytest.skip('for another reason')",
}


@pytest.mark.parametrize(("required", "failing"), [("1", set(SKIPS)), ("0", set()), ("", set())])
def test_what_fails(checkout: Path, tmp_path: Path, required: str, failing: set[str]) -> None:
    shutil.copy(checkout / "tests" / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  engine\n  browser\n")
    for name, body in (SKIPS | OTHERS).items():
        (tmp_path / f"test_{name}.py").write_text(f"import pytest\n{body}\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rfE", "--continue-on-collection-errors"],
        cwd=tmp_path,
        env=os.environ | {"MONAZITE_REQUIRE_ENGINES": required},
        capture_output=True,
        text=True,
    )
    assert set(re.findall(r"^(?:FAILED|ERROR) test_(\w+)\.py", done.stdout, re.MULTILINE)) == failing
    assert done.returncode == (1 if failing else 0), done.stdout
    assert "1 passed" in done.stdout
