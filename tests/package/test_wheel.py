"""The wheel is what a vendor gets: it holds the schemas, the definitions and the types, and works.

It is built from the source archive, so that the archive is complete too, and tried in an empty
environment, in a folder that is not the repository.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("try_wheel.py")

# One process builds once for all of these.
pytestmark = [pytest.mark.needs_build, pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    """A command's standard output; the test fails with all it said unless it exits as expected."""
    kept = {"PATH", "HOME", "LANG", "TMPDIR"}
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in kept or name.startswith(("PIP_", "SSL_", "REQUESTS_"))
    }
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """A folder with the source archive and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("built")
    # Without options `build` makes the archive first, and the wheel from the archive.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="session")
def wheel(built) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def names(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="session")
def empty(wheel, tmp_path_factory) -> Path:
    """The `bin` of a new environment that holds the wheel and what it requires, no extra."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    run(folder / "bin/python", "-m", "pip", "install", "-q", wheel, cwd=folder)
    return folder / "bin"


@pytest.fixture(scope="session")
def with_extras(wheel, tmp_path_factory) -> Path:
    """The `bin` of a new environment that also holds the command line and the HTML."""
    folder = tmp_path_factory.mktemp("extras")
    venv.create(folder, with_pip=True)
    run(folder / "bin/python", "-m", "pip", "install", "-q", f"{wheel}[cli,html]", cwd=folder)
    return folder / "bin"


def test_the_wheel_holds_every_schema(names):
    """Each schema at the top of the repository is in the package, byte for byte under its name."""
    schemas = {path.name for path in (ROOT / "schemas").glob("*.schema.json")}
    assert len(schemas) >= 7
    assert {f"sop_core/schemas/{name}" for name in schemas} == {
        name for name in names if name.startswith("sop_core/schemas/")
    }


def test_the_wheel_holds_every_definition_and_the_types(names):
    """Bundled definitions and `py.typed` are in the package."""
    definitions = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src/sop_core").glob("*/definitions/*.json")
    }
    assert len(definitions) >= 3
    assert definitions <= names
    assert "sop_core/py.typed" in names


def test_the_wheel_holds_each_module_and_nothing_else(names):
    """All modules, the schemas and definitions, the licence and metadata; no test, tool or plugin."""
    modules = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src/sop_core").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    info = {name for name in names if ".dist-info/" in name}
    schemas = {name for name in names if name.startswith("sop_core/schemas/")}
    assert names == modules | schemas | info
    assert any(name.endswith("/licenses/LICENSE") for name in info)


def test_the_wheel_requires_four_packages_and_declares_its_extras(wheel):
    """At run time: attrs, cattrs, jsonschema, pluggy. All else is an extra."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        lines = archive.read(name).decode().split("\n\n")[0].splitlines()
    required = [line.split(": ")[1] for line in lines if line.startswith("Requires-Dist: ")]
    plain = {need.split(">")[0] for need in required if "extra ==" not in need}
    assert plain == {"attrs", "cattrs", "jsonschema", "pluggy"}
    extras = {line.split(": ")[1] for line in lines if line.startswith("Provides-Extra: ")}
    assert {"cli", "html", "fast", "audit", "testing", "dev"} <= extras
    assert "License-Expression: Apache-2.0" in lines


def test_the_source_archive_is_complete(built):
    """Schemas, tests, plugins, tools and docs are in it; whoever has it can build and test."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    expected = set(tracked.stdout.decode().strip("\0").split("\0")) - {""}
    unneeded = {".editorconfig"}
    gone = {name for name in expected - names - unneeded if (ROOT / name).is_file()}
    assert gone == set()
    assert {"pyproject.toml", "Makefile", "LICENSE", "README.md"} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith(".venv")]


def test_the_wheel_works_in_an_empty_environment(empty, tmp_path):
    """Without any extra, and outside the repository: panel, form, answer, score, refusal."""
    said = json.loads(run(empty / "python", "-I", SCRIPT, cwd=tmp_path))
    assert Path(said["where"]).is_relative_to(empty.parent)
    assert said["version"] == "0.1.0" or "-" not in said["version"]
    assert said["healthy"] is True
    assert said["prompts"]
    assert "social_worker_assessment" in said["forms"]
    assert said["statuses"] == ["scored"]
    assert said["scales"] >= 6
    assert said["same_twice"] is True
    assert said["problems"]
    assert "$.status" in said["problems"][0]
    assert said["extras_seen"] == []
    assert said["loaded"] == []


def test_a_missing_extra_is_named(empty, tmp_path):
    """Without the extra, `sop_core.render` and the command say which extra to install."""
    render = (
        "from sop_core import MissingExtra, Sop, render\n"
        "try:\n    render.form(Sop.load(plugins=False).form('social_worker_assessment'))\n"
        "except MissingExtra as error:\n    print(error)\n"
    )
    assert "html" in run(empty / "python", "-I", "-c", render, cwd=tmp_path)
    done = subprocess.run(
        [empty / "sop", "doctor"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "sop-core[cli]" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_line_works_with_its_extra(with_extras, tmp_path):
    """`sop doctor`, `instruments`, `show` and `check` run from the wheel, also as `-m sop_core`."""
    doctor = json.loads(run(with_extras / "sop", "doctor", "--json", cwd=tmp_path))
    assert doctor
    listed = run(with_extras / "sop", "instruments", cwd=tmp_path)
    assert "social_worker_assessment" in listed
    assert "parent_guardian_survey" in listed
    assert listed == run(
        with_extras / "python", "-I", "-m", "sop_core", "instruments", cwd=tmp_path
    )
    (tmp_path / "broken.json").write_text('{"$schema": "urn:sop:schema:administration:1"}')
    said = run(with_extras / "sop", "check", "broken.json", cwd=tmp_path, code=1)
    assert "$.answers" in said or "$" in said


def test_a_form_is_drawn_from_the_wheel(with_extras, tmp_path):
    """The HTML templates are in the wheel: a form comes out as a fragment."""
    script = (
        "from sop_core import Sop, render\n"
        "print(render.form(Sop.load(plugins=False).form('parent_guardian_survey', locale='es')))\n"
    )
    drawn = run(with_extras / "python", "-I", "-c", script, cwd=tmp_path)
    assert "<form" in drawn
    assert "<fieldset" in drawn
    assert 'lang="es"' in drawn
