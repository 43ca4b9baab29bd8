"""The workflow of a release: what reads such files finds nothing wrong, and what its jobs run, runs.

What only its host can do is not tried: to sign, to make a release page, to hand packages to the index.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from monazite import __version__


@pytest.fixture(scope="module")
def folder(checkout: Path) -> Path:
    folder = checkout / ".github"
    if not folder.is_dir():
        pytest.skip("a source archive has no workflows")
    return folder


@pytest.fixture(scope="module")
def jobs(folder: Path) -> dict[str, Any]:
    told = yaml.safe_load((folder / "workflows" / "release.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = told["jobs"]
    return found


def lines(job: dict[str, Any]) -> list[str]:
    """What a job runs in a shell."""
    return [step["run"] for step in job["steps"] if "run" in step]


def shell(line: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line as the host runs it."""
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", line]
    return subprocess.run(
        command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, timeout=300
    )


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("zizmor")
    command = [str(program), "--offline", "--no-progress", "--persona", "pedantic", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_zizmor_finds_nothing_wrong_or_open_to_abuse(folder: Path, tmp_path: Path) -> None:
    done = zizmor(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    broken = tmp_path / ".github"
    shutil.copytree(folder, broken)
    path = broken / "workflows" / "release.yml"
    path.write_text(re.sub(r"@[0-9a-f]{40} # v\S+", "@main", path.read_text(encoding="utf-8")))
    assert "unpinned-uses" in zizmor(broken).stdout


def test_jobs_follow_each_other_and_only_two_may_sign(jobs: dict[str, Any]) -> None:
    assert {name: job.get("needs") for name, job in jobs.items()} == {
        "check": None,
        "build": "check",
        "install": "build",
        "publish": "install",
    }
    assert [name for name, job in jobs.items() if "id-token" in job["permissions"]] == ["build", "publish"]
    told = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    said = re.findall(r"Programming Language :: Python :: (\d\.\d+)", told)
    assert jobs["install"]["strategy"]["matrix"]["python"] == said


def test_a_tag_of_another_version_stops_the_build(jobs: dict[str, Any], checkout: Path) -> None:
    check, make = lines(jobs["build"])
    assert shell(check, checkout, GITHUB_REF_NAME=f"v{__version__}").returncode == 0
    assert shell(check, checkout, GITHUB_REF_NAME=f"v{__version__}.1").returncode != 0
    assert shell(check, checkout, GITHUB_REF_NAME="main").returncode != 0
    dry = shell(f"{make} --dry-run", checkout)
    assert dry.returncode == 0 and "SHA256SUMS" in dry.stdout


@pytest.mark.engine
def test_what_make_release_made_is_whole_and_is_sorted_for_the_index(
    jobs: dict[str, Any], checkout: Path, tmp_path: Path
) -> None:
    made = checkout / "dist"
    if not (made / "SHA256SUMS").is_file():
        pytest.skip("there is no release: make release")
    shutil.copytree(made, tmp_path / "dist")
    check, install = lines(jobs["install"])
    done = shell(check, tmp_path)
    assert done.returncode == 0, done.stderr
    # Into an environment of its own, whose packages are those that the tests run with: see test_wheel.py.
    assert re.fullmatch(r"python -m pip install dist/\*\.whl && monazite query \S+", install)
    publish = lines(jobs["publish"])
    assert publish[0].startswith("gh release create ")
    done = shell(publish[1], tmp_path)
    assert done.returncode == 0, done.stderr
    named = {f"monazite-{__version__}-py3-none-any.whl", f"monazite-{__version__}.tar.gz"}
    assert {path.name for path in (tmp_path / "packages").iterdir()} == named
    left = {path.name for path in (tmp_path / "dist").iterdir()}
    assert left == {"SHA256SUMS", "monazite-data.tgz", "monazite-sbom.cdx.json"}
    (tmp_path / "dist" / "monazite-data.tgz").write_bytes(b"changed")
    assert shell(check, tmp_path).returncode != 0
