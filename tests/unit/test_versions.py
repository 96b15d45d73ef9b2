"""Finding the other Pythons: what is promised is what is looked for, and a broken shim is no Python."""

from __future__ import annotations

import stat
import sys

from tools import versions

OWN = "{}.{}".format(*sys.version_info[:2])


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_the_supported_versions_are_those_that_the_metadata_promises():
    """3.11, 3.12 and 3.13, read from pyproject.toml and nowhere else."""
    assert versions.supported() == ["3.11", "3.12", "3.13"]


def test_a_shim_that_refuses_to_run_is_passed_over(tmp_path, monkeypatch):
    """The next place is tried, here a version manager's own folder."""
    name = f"python{OWN}"
    script(tmp_path / "bin" / name, "echo 'command not found' >&2; exit 127")
    script(tmp_path / f"pyenv/versions/{OWN}.1/bin" / name, f'exec {sys.executable} "$@"')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert versions.find(OWN) == str(tmp_path / f"pyenv/versions/{OWN}.1/bin" / name)


def test_a_python_of_another_version_is_not_taken(tmp_path, monkeypatch):
    """What calls itself python3.99 and is not is left out, and so is one that does not exist."""
    script(tmp_path / "bin/python3.99", f'exec {sys.executable} "$@"')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin")
    assert versions.find("3.99") is None
    assert versions.find("3.98") is None


def test_a_missing_python_is_named_and_fails_only_in_ci(monkeypatch, capsys):
    """On a contributor's machine what is left out is said; with SOP_CI=1 it is a failure."""
    monkeypatch.setattr(versions, "find", lambda _version: None)
    monkeypatch.delenv("SOP_CI", raising=False)
    assert versions.main([]) == 0
    assert "not found" in capsys.readouterr().out
    monkeypatch.setenv("SOP_CI", "1")
    assert versions.main([]) == 1
