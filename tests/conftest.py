"""What all tests share: a cache of their own, and no skipped engine where engines are required."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

REQUIRED = os.environ.get("MONAZITE_REQUIRE_ENGINES") == "1"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the cache of whoever runs it; child processes inherit this."""
    os.environ["MONAZITE_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    os.environ.pop("MONAZITE_STORE", None)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).parents[1]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where engines are required (CI), a skipped engine or browser test has failed."""
    report = yield
    needs_engine = any(item.get_closest_marker(name) for name in ("engine", "browser"))
    if REQUIRED and report.skipped and needs_engine and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Where engines are required, a module that skips itself whole (``importorskip``) has failed too."""
    report = yield
    if REQUIRED and report.skipped:
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    report.outcome = "failed"
    report.longrepr = f"skipped where engines are required: {report.longrepr}"
