"""A Spark cluster for the tests: a master and two workers, each a process on the loopback address."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from monazite.analysis.spark.session import Spark

LOOPBACK = "127.0.0.1"
_SECONDS = 120
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass
class Cluster:
    """A running cluster.

    Attributes:
        folder: where its logs are, and what tests put down for it.
        url: the master's address.
        workers: the workers' processes; each leads a group of its own, with its executors in it.
    """

    folder: Path
    home: Path
    url: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _started: int = 0

    def start(self, name: str, *arguments: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = self.folder / f"{name.rpartition('.')[2]}-{self._started}.log"
        self._started += 1
        environment = os.environ | {
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": LOOPBACK,
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": _QUICK,
            "SPARK_WORKER_DIR": str(self.folder / "work"),
        }
        with log.open("wb") as out:
            process = subprocess.Popen(
                [self.home / "bin" / "spark-class", name, "--host", LOOPBACK, *arguments],
                stdout=out, stderr=out, env=environment, start_new_session=True,
            )  # fmt: skip
        return process, log

    def add_worker(self) -> None:
        name = "org.apache.spark.deploy.worker.Worker"
        process, log = self.start(name, "--cores", "2", "--memory", "1200m", "--webui-port", "0", self.url)
        self.workers.append(process)
        wait(lambda: "Successfully registered with master" in log.read_text(errors="replace"), log)

    def kill_a_worker(self) -> None:
        """Ends a worker, and the executors that it started, as a machine that loses its power does."""
        kill(self.workers.pop())


def kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait(until: Callable[[], bool], log: Path | None = None) -> None:
    deadline = time.monotonic() + _SECONDS
    while not until():
        assert time.monotonic() < deadline, log.read_text(errors="replace")[-3000:] if log else "too long"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers, for all tests of a session."""
    pyspark = pytest.importorskip("pyspark", reason="PySpark is missing: make spark")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17 or newer")
    cluster = Cluster(tmp_path_factory.mktemp("spark"), Path(str(pyspark.__file__)).parent)
    master, log = cluster.start("org.apache.spark.deploy.master.Master", "--port", "0", "--webui-port", "0")
    try:
        said = "Starting Spark master at "
        wait(lambda: said in log.read_text(errors="replace"), log)
        cluster.url = log.read_text(errors="replace").partition(said)[2].split()[0]
        for _ in range(2):
            cluster.add_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, master):
            kill(process)


@pytest.fixture(scope="session")
def where(cluster: Cluster) -> Spark:
    """How to compute on the cluster: one core of each worker, and little that is not work."""
    from monazite.analysis.spark.session import Spark

    settings = {
        "spark.driver.host": LOOPBACK,
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.memory": "512m",
        "spark.executor.memory": "512m",
        "spark.cores.max": "2",
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        # With so little data, to compile and to plan anew takes longer than to do the work.
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.extraJavaOptions": _QUICK,
        "spark.executor.extraJavaOptions": _QUICK,
    }
    # Where there is no name service, to look for the machine's name takes minutes.
    os.environ["SPARK_LOCAL_IP"] = LOOPBACK
    return Spark(cluster.url, settings=settings)


@pytest.fixture(scope="session")
def spark(where: Spark) -> Generator[SparkSession]:
    """A session on the cluster, for all tests of a session."""
    from monazite.analysis.spark.session import session

    with session(where) as started:
        yield started
