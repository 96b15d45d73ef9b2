"""What may not stand in any file of the repository: this workplace, and addresses to fetch from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Put together here, so that this file does not hold what it looks for.
SLASH, DOT = "/", "."
HOSTS = (
    "pypi org", "pythonhosted org", "npmjs org", "deb debian org", "proxy golang org", "crates io",
    "repo1 maven", "rubygems org",
)  # fmt: skip
FORBIDDEN = {
    "a path of the machine that this was written on": re.escape(SLASH + "work" + SLASH),
    "another path of it": re.escape(SLASH + "root" + SLASH),
    "a folder of its package index": re.escape(SLASH + "opt" + SLASH + "pypi"),
    "a package registry's host": "|".join(re.escape(name.replace(" ", DOT)) for name in HOSTS),
    "a library of tools that is not part of this project": re.escape(DOT + "library" + SLASH),
}
BINARY = {".png", ".ico", ".woff2", ".db", ".sqlite3"}


def committed() -> list[Path]:
    """What git tracks or would track; in an unpacked source archive, everything in it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if "/.venv/" not in path.as_posix()]
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


def found(text: str) -> list[str]:
    return [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)]


def test_no_file_names_this_machine_or_a_registry():
    """No committed file names a path of one machine, a registry's host or a foreign tool."""
    files = committed()
    assert len(files) > 20
    names = {path.relative_to(ROOT).as_posix(): path for path in files}
    bad = {name: found(path.read_text(encoding="utf-8")) for name, path in names.items()}
    assert {name: what for name, what in bad.items() if what} == {}


@pytest.mark.parametrize(
    "text",
    [
        "see " + SLASH + "work" + SLASH + "main",
        '"resolved": "https://registry' + DOT + "npmjs" + DOT + 'org/x.tgz"',
        "https://files" + DOT + "pythonhosted" + DOT + "org",
        SLASH + "root" + SLASH + "x",
    ],
)
def test_the_rule_sees_what_it_is_for(text):
    """A path, a lock file's address and an index's host are each found."""
    assert found(text)


def test_no_committed_file_is_large():
    """No file is above 1 MiB: nothing generated and no binary is kept in the tree."""
    large = [path.relative_to(ROOT) for path in committed() if path.stat().st_size > 1 << 20]
    assert large == []
