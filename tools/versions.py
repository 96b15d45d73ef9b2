"""Runs the tests on every other supported Python that this machine has.

`python -m tools.versions` looks for the supported Pythons, makes `.venv-3.12` and the like,
installs what a vendor would (no contributor's tools), and runs the suites that need nothing else.
It names what it could not find; with SOP_CI=1 a Python that is missing fails the run.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUITES = ("tests/unit", "tests/property", "tests/hostile")
_CLASSIFIER = re.compile(r"Programming Language :: Python :: (3\.\d+)\"")


def supported() -> list[str]:
    """The versions that pyproject.toml promises."""
    return _CLASSIFIER.findall((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def candidates(version: str) -> Iterator[str]:
    """Where an interpreter of a version may be, best first: the path, then what managers keep."""
    yield f"python{version}"
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv")
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or home / ".local/share/uv/python")
    for folder, pattern in (
        (pyenv, f"versions/{version}*/bin/python{version}"),
        (uv, f"cpython-{version}*/bin/python{version}"),
        (Path("/usr"), f"bin/python{version}"),
        (Path("/usr/local"), f"bin/python{version}"),
        (Path("/opt"), f"python/{version}*/bin/python{version}"),
    ):
        yield from map(str, sorted(folder.glob(pattern), reverse=True))


def find(version: str) -> str | None:
    """An interpreter that runs, says that it is this version, and can make environments.

    A shim of a version manager may be on the path and refuse to run: being there is not enough.
    """
    script = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    for candidate in candidates(version):
        try:
            done = subprocess.run(
                [candidate, "-c", script], capture_output=True, text=True, check=False, timeout=60
            )
        except OSError:
            continue
        if done.returncode == 0 and done.stdout.strip() == version:
            return candidate
    return None


def run(version: str, interpreter: str, *, jobs: int) -> bool:
    """Install and test on one Python; whether everything passed."""
    folder = ROOT / f".venv-{version}"
    python = folder / "bin/python"
    if not python.exists():
        subprocess.run([interpreter, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "-e", ".[test]"], cwd=ROOT, check=True)
    suites = [suite for suite in SUITES if any((ROOT / suite).glob("test_*.py"))]
    tests = [str(python), "-m", "pytest", "-q", "-n", str(jobs), *suites]
    environment = {"HYPOTHESIS_PROFILE": "few", **os.environ, "SOP_OTHER_PYTHON": "1"}
    return subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode == 0


def main(arguments: list[str]) -> int:
    """0 if every other supported Python that was found passed (and none is missing in CI)."""
    parser = argparse.ArgumentParser(prog="tools.versions")
    parser.add_argument("--jobs", type=int, default=2)
    jobs = parser.parse_args(arguments).jobs
    own = "{}.{}".format(*sys.version_info[:2])
    others = [version for version in supported() if version != own]
    found = {version: find(version) for version in others}
    results: dict[str, str] = {}
    for version, interpreter in found.items():
        if interpreter is None:
            results[version] = "not found"
            continue
        print(f"--- Python {version} ({interpreter})", flush=True)
        results[version] = "passed" if run(version, interpreter, jobs=jobs) else "FAILED"
    print("\n".join(f"Python {version}: {said}" for version, said in results.items()))
    print(f"Python {own}: left to `make test`")
    missing = "not found" in results.values() and os.environ.get("SOP_CI") == "1"
    return 1 if missing or "FAILED" in results.values() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
