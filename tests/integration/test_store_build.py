"""A build leaves an openable store, whatever happens to it: killed, twice at once, read-only, full disk."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from monazite import KnowledgeGraph, bundle, stores
from monazite.errors import FileError, StoreError

# Hundreds of builds: of a few documents, which takes the same steps as all that are shipped.
pytestmark = pytest.mark.usefixtures("small")
KILLS = 100
BUILD = [sys.executable, "-m", "monazite", "build", "--store"]
LEASES = "SELECT ?lease { ?lease a mz:Lease }"


def build(home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*BUILD, str(home), *more], capture_output=True, text=True, timeout=120)


def leases(home: Path) -> int:
    return len(list(KnowledgeGraph.open(home).query(LEASES).rows()))


def claims(path: Path, number: int) -> Path:
    """A source graph of our own, another one for each number: a build of it has another digest."""
    path.write_text(
        f'<https://w3id.org/monazite/source/test-{number}> {{ <urn:x:a> <urn:x:b> "{number}" . }}',
        encoding="utf-8",
    )
    return path


def test_builds_killed_at_random_moments_leave_an_openable_store(tmp_path: Path) -> None:
    home = tmp_path / "store"
    started = time.perf_counter()
    assert build(home).returncode == 0
    whole = time.perf_counter() - started
    before = leases(home)
    assert before > 0
    chance = random.Random(20261124)
    killed = 0
    for number in range(KILLS):
        data = claims(tmp_path / "more.trig", number)
        process = subprocess.Popen(
            [*BUILD, str(home), "--data", str(data)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0, whole))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert leases(home) == before, f"after kill {number}"
    assert killed > KILLS / 2, "the builds ended before they could be killed"
    assert build(home, "--data", str(data)).returncode == 0
    assert not list(home.glob(".build-*")), "a later build cleans up after those that were killed"
    assert KnowledgeGraph.open(home).query(f'ASK {{ ?s ?p "{KILLS - 1}" }}').askAnswer


def test_two_builds_at_once_do_no_harm(tmp_path: Path) -> None:
    home = tmp_path / "store"
    both = [subprocess.Popen([*BUILD, str(home)], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert outputs[0] == outputs[1]
    assert leases(home) > 0
    assert len([path for path in home.iterdir() if path.is_dir()]) == 1


def test_the_same_files_are_built_once(tmp_path: Path) -> None:
    first = stores.publish(tmp_path, stores.plan())
    changed = first.stat().st_ino
    assert stores.publish(tmp_path, stores.plan()).stat().st_ino == changed


def test_a_changed_file_is_noticed_by_how_it_looks(
    small_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(small_bundle, tmp_path / "bundle")
    monkeypatch.setenv("MONAZITE_BUNDLE", str(tmp_path / "bundle"))
    monkeypatch.setenv("MONAZITE_CACHE_DIR", str(tmp_path / "cache"))
    home = tmp_path / "cache" / "store"
    assert stores.ready(home, stores.stamp()) is None
    first = KnowledgeGraph.open().path
    assert stores.ready(home, stores.stamp()) == first == KnowledgeGraph.open().path
    claims(tmp_path / "bundle" / "data" / "sources" / "test-1.trig", 1)
    assert stores.ready(home, stores.stamp()) is None
    second = KnowledgeGraph.open()
    assert second.path != first
    assert second.query('ASK { <urn:x:a> <urn:x:b> "1" }').askAnswer
    note = home / "stamps" / stores.stamp()
    assert note.read_text() == str(second.path and second.path.name)
    note.write_text("")  # as a full disk leaves it
    assert stores.ready(home, note.name) is None


def test_the_newest_build_is_the_one_that_opens(tmp_path: Path) -> None:
    home = tmp_path / "store"
    for number in (1, 2, 1):
        KnowledgeGraph.build(home, extra=[claims(tmp_path / "more.trig", number)])
        assert KnowledgeGraph.open(home).query(f'ASK {{ <urn:x:a> <urn:x:b> "{number}" }}').askAnswer


def test_stores_that_nobody_opens_are_removed(tmp_path: Path) -> None:
    old = stores.publish(tmp_path, stores.plan(extra=[claims(tmp_path / "more.trig", 1)]))
    month_ago = time.time() - (stores.UNUSED_DAYS + 1) * 86_400
    os.utime(old, (month_ago, month_ago))
    new = stores.publish(tmp_path, stores.plan())
    assert new.is_dir() and not old.exists()


Mount = Callable[[Path, str], None]


@pytest.fixture
def mount() -> Iterator[Mount]:
    """Mounts a small tmpfs; needs root and the right to mount, as a CI machine has."""
    mounted: list[Path] = []

    def do(path: Path, options: str) -> None:
        path.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(path)], capture_output=True
        )
        if done.returncode != 0:
            pytest.skip("engine: mounting a tmpfs needs root")
        mounted.append(path)

    yield do
    for path in mounted:
        subprocess.run(["umount", "-l", str(path)], check=True)


@pytest.mark.engine
def test_a_full_disk_leaves_the_older_store(tmp_path: Path, mount: Mount) -> None:
    whole = stores.publish(tmp_path / "measure", stores.plan())
    size = sum(file.stat().st_size for file in whole.rglob("*") if file.is_file())
    disk = tmp_path / "disk"
    # Room for one store and some of a second, while the second is written.
    mount(disk, f"size={int(size * 1.5)}")
    home = disk / "store"
    assert build(home).returncode == 0
    before = leases(home)
    (disk / "ballast").write_bytes(b"\0" * int(size * 0.25))
    done = build(home, "--data", str(claims(tmp_path / "more.trig", 1)))
    assert done.returncode == 1
    assert "cannot write a store" in done.stderr and "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert leases(home) == before
    assert not list(home.glob(".build-*"))


@pytest.mark.engine
def test_a_full_cache_disk_still_answers(tmp_path: Path, mount: Mount) -> None:
    cache = tmp_path / "cache"
    mount(cache, "size=16k")
    done = ask({"MONAZITE_CACHE_DIR": str(cache)})
    assert done.returncode == 0 and "in memory" in done.stderr
    assert done.stdout == "yes\n"


@pytest.mark.engine
def test_a_read_only_cache_serves_a_store_and_does_without_one(tmp_path: Path, mount: Mount) -> None:
    cache = tmp_path / "cache"
    mount(cache, "size=64m")
    assert ask({"MONAZITE_CACHE_DIR": str(cache)}).stderr == ""
    subprocess.run(["mount", "-o", "remount,ro", str(cache)], check=True)
    built = ask({"MONAZITE_CACHE_DIR": str(cache)})
    assert (built.returncode, built.stdout, built.stderr) == (0, "yes\n", "")
    empty = tmp_path / "empty"
    mount(empty, "size=64m,ro")
    done = ask({"MONAZITE_CACHE_DIR": str(empty)})
    assert done.returncode == 0 and done.stdout == "yes\n"
    assert "Read-only" in done.stderr and "in memory" in done.stderr


def ask(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monazite", "query", "-"],
        input="ASK { ?lease a mz:Lease }",
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_no_store_and_a_broken_store_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no store; build one with"):
        KnowledgeGraph.open(tmp_path)
    home = tmp_path / "store"
    store = stores.publish(home, stores.plan())
    for table in store.glob("*.sst"):
        table.write_bytes(b"broken")
    (store / "CURRENT").write_text("nonsense\n")
    with pytest.raises(StoreError, match="cannot open the store"):
        KnowledgeGraph.open(home)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("@prefix x: <http://x/> .\nx:g { x:a x:b }", r"claims\.trig:2: "),
        ("<http://a> <http://b> <http://c> .", "stands outside of a named graph"),
        ("_:g { <http://a> <http://b> <http://c> }", "stands outside of a named graph"),
        (None, "No such file"),
    ],
)
@pytest.mark.parametrize("large", [stores.LARGE, 0])
def test_bad_data_is_named_with_file_and_line_and_changes_nothing(
    tmp_path: Path, content: str | None, problem: str, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "LARGE", large)
    home = tmp_path / "store"
    stores.publish(home, stores.plan())
    before = sorted(path.name for path in home.iterdir())
    bad = tmp_path / "claims.trig"
    if content is not None:
        bad.write_text(content, encoding="utf-8")
    with pytest.raises(FileError, match=problem):
        stores.publish(home, stores.plan(extra=[bad]))
    assert sorted(path.name for path in home.iterdir()) == before


def test_two_files_cannot_speak_for_one_source(tmp_path: Path) -> None:
    file = claims(tmp_path / "one.trig", 1)
    shutil.copy(file, tmp_path / "two.trig")
    with pytest.raises(FileError, match=r"two\.trig: the graph .* is in .*one\.trig too"):
        KnowledgeGraph.in_memory(extra=[tmp_path])


def canonical(kg: KnowledgeGraph) -> set[ox.Quad]:
    """The graph's statements with blank nodes named alike in every copy (RDF Dataset Canonicalization)."""
    dataset = ox.Dataset(kg.embedded)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def test_disk_and_memory_hold_the_same(tmp_path: Path) -> None:
    disk, memory = KnowledgeGraph.build(tmp_path / "store"), KnowledgeGraph.in_memory()
    assert canonical(disk) == canonical(memory)
    assert len(memory.embedded) > 1000


def test_rules_can_be_deleted_and_derived_again() -> None:
    kg = KnowledgeGraph.in_memory()
    before = set(kg.embedded)
    rules = stores.in_order(bundle.rule_files(bundle.root()))
    stores.underive(kg.embedded, rules)
    assert set(kg.embedded) < before
    assert not kg.query("ASK { ?link a mz:ChainLink }").askAnswer
    stores.derive(kg.embedded, rules)
    assert set(kg.embedded) == before


def test_rules_run_after_those_they_name(tmp_path: Path) -> None:
    for name, after in (("a", "[c]"), ("b", "[a]"), ("c", "[]")):
        (tmp_path / f"{name}.rq").write_text(f"#+ after: {after}\nCONSTRUCT WHERE {{ ?s ?p ?o }}")
    assert [rule.name for rule in stores.in_order(sorted(tmp_path.glob("*.rq")))] == ["c", "a", "b"]
