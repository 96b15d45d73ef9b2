"""In CI a skip is a failure: `tests/conftest.py`, tried on suites of its own in another process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"

SUITES = {
    "a marked test": "import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_a(): pass\n",
    "a test that skips itself": "import pytest\ndef test_a(): pytest.skip('no browser')\n",
    "a whole module": "import pytest\npytest.skip('no browser', allow_module_level=True)\n",
    "a module that lacks its import": "import pytest\npytest.importorskip('no_browser')\n",
    "no case at all": "import pytest\n@pytest.mark.parametrize('x', [])\ndef test_a(x): pass\n",
}
ELSEWHERE = "import pytest\n@pytest.mark.skip(reason='not on this Python: x')\ndef test_a(): pass\n"
HARMLESS = {
    "an expected failure": "import pytest\n@pytest.mark.xfail\ndef test_a(): assert 0\n",
    "nothing skipped": "def test_a(): pass\n",
}


def run(
    folder: Path, text: str, *options: str, ci: bool, **more: str
) -> subprocess.CompletedProcess[str]:
    shutil.copy(CONFTEST, folder / "conftest.py")
    (folder / "test_good.py").write_text("def test_good(): pass\n")
    (folder / "test_tried.py").write_text(text)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SOP_")}
    environment |= {"SOP_CI": "1", **more} if ci else {}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "."]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("text", SUITES.values(), ids=SUITES)
def test_a_skip_fails_in_ci_and_is_named(text, tmp_path):
    """With SOP_CI=1 the run exits 1 and its closing lines say what was skipped and why."""
    done = run(tmp_path, text, ci=True)
    assert done.returncode == 1
    assert "SOP_CI=1 says that everything runs" in done.stdout
    assert "test_tried.py" in done.stdout


@pytest.mark.parametrize("text", SUITES.values(), ids=SUITES)
def test_a_skip_is_fine_elsewhere(text, tmp_path):
    """A contributor without a browser or a database still gets a green run."""
    assert run(tmp_path, text, ci=False).returncode == 0


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_is_no_skip_passes_in_ci(text, tmp_path):
    """An expected failure and a plain pass do not fail the run."""
    assert run(tmp_path, text, ci=True).returncode == 0


def test_another_python_may_lack_what_a_contributor_has(tmp_path):
    """The one reason on the list counts under `make versions` and nowhere else."""
    assert run(tmp_path, ELSEWHERE, ci=True, SOP_OTHER_PYTHON="1").returncode == 0
    assert run(tmp_path, ELSEWHERE, ci=True).returncode == 1


def test_the_rule_holds_over_several_processes(tmp_path):
    """With pytest-xdist the controller sees what its workers skipped."""
    done = run(tmp_path, SUITES["a marked test"], "-n", "2", ci=True)
    assert done.returncode == 1
    assert "no browser" in done.stdout
