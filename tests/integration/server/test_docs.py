"""What docs/server.md and deploy/ tell is so: addresses, commands, options and their defaults."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.integration.server.running import Running

from monazite.server.settings import MIB, Settings

DOCS, ENDPOINT = (
    (Path(__file__).parents[3] / "docs" / name).read_text(encoding="utf-8")
    for name in ("server.md", "endpoint.md")
)
DEPLOY = Path(__file__).parents[3] / "deploy"
CURL = re.findall(r"^curl .*$", DOCS + ENDPOINT, re.MULTILINE)


@pytest.mark.parametrize("command", CURL, ids=range(len(CURL)))
@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_each_command_works(server: Running, tmp_path: Path, command: str) -> None:
    script = command.replace("http://localhost:8000", server.address)
    arguments = [shlex.split(script)[0], "--fail", "-sS", *shlex.split(script)[1:]]
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout or list(tmp_path.iterdir())


def test_each_address_is_answered(client: httpx.Client) -> None:
    table = DOCS.partition("| address |")[2].partition("\n\n")[0]
    named = [
        path
        for cell in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        for path in re.findall(r"`(/\S*?)`", cell)
    ]
    assert len(named) > 15
    for path in named:
        if "..." not in path:
            assert client.get(path).status_code in (200, 302), path
    for path in re.findall(r"`(/\S*?)`", DOCS + ENDPOINT):
        if path.startswith("/api/") and "..." not in path:
            assert client.get(path).status_code == 200, path


def test_each_analysis_is_named(client: httpx.Client) -> None:
    for path in client.get("/api/openapi.json").json()["paths"]:
        name = path.removeprefix("/api/v1/")
        assert name in DOCS or name.startswith("questions/") or name == "scenario", path


def test_each_bound_is_the_default() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "monazite", "serve", "--help"],
        capture_output=True, text=True, check=True, timeout=60, env={"COLUMNS": "200", "PATH": ""},
    ).stdout  # fmt: skip
    for option in re.findall(r"`(--[a-z-]+)", DOCS):
        assert option in helped, option
    defaults = Settings()
    for told in (
        f"{defaults.timeout:g} s | `--timeout`",
        f"{defaults.memory // 2**30} GiB | `--memory`",
        f"{defaults.largest_result // MIB} MiB | `--result`",
        f"{defaults.largest_request // 1024} KiB, headers",
        f"{defaults.quick:g} s | `--quick`",
        f"{defaults.slow} | `--slow`",
        f"{defaults.queue} | `--queue`",
        f"at most {defaults.patience:g} s",
        f"{defaults.client_rate:g}, {defaults.client_burst} at once | `--rate`",
        f"{defaults.client_seconds:g} | `--seconds`",
        f"{defaults.client_waiting} | `--at-once`",
        f"{defaults.slow_client:g} s | `--slow-client`",
    ):
        assert told in DOCS, told


def test_the_deployment_is_hardened() -> None:
    unit = (DEPLOY / "monazite.service").read_text()
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="):
        assert line in unit.splitlines()
    container = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER \d+:\d+$", container, re.MULTILINE) and "--read-only" in container
    assert "monazite serve" in unit and '"/opt/monazite/bin/monazite", "serve"' in container
    # Every option that these name is one of the command.
    helped = subprocess.run(
        [sys.executable, "-m", "monazite", "serve", "--help"],
        capture_output=True, text=True, check=True, timeout=60, env={"COLUMNS": "200", "PATH": ""},
    ).stdout  # fmt: skip
    (started,) = re.findall(r"^ExecStart=\S+ serve (.*)$", unit, re.MULTILINE)
    assert all(option in helped for option in re.findall(r"--[a-z-]+", started))


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=x",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    text = re.sub(r"(ssl_certificate\s+)\S+;", rf"\1{certificate};", text)
    text = re.sub(r"(ssl_certificate_key\s+)\S+;", rf"\1{key};", text)
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"error_log {tmp_path}/error.log;\npid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n"
    )
    done = subprocess.run(["nginx", "-t", "-c", str(whole)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
