"""How every suite runs: Hypothesis profiles, and no silent skip where everything must run.

Helpers of the suites are modules under `tests`, imported by their full name.
"""

from __future__ import annotations

import os
import pkgutil
import re
from importlib import import_module

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings

import sop_core

# A test machine's speed is no property of the library: no deadline, and no complaint about slow data.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("quick", max_examples=60, **COMMON)
# The same examples on every run: a red build is about the change, not about the dice.
settings.register_profile("ci", max_examples=100, derandomize=True, print_blob=True, **COMMON)
# On another Python the laws are the same; a few examples show that the language is, too.
settings.register_profile("few", max_examples=20, derandomize=True, print_blob=True, **COMMON)
settings.register_profile("deep", max_examples=5_000, print_blob=True, **COMMON)
settings.register_profile("debug", max_examples=10, verbosity=Verbosity.verbose, **COMMON)
# For mutants, each of which runs its tests once more: few examples, the same for every one, and no
# search for the smallest that fails, since one that fails is enough.
settings.register_profile(
    "mutants",
    max_examples=12,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    report_multiple_bugs=False,
    deadline=None,
    # One process runs a test of a class many times, each time on another instance of it.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)

MUST_RUN = os.environ.get("SOP_CI") == "1"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if MUST_RUN else "quick"))

# Hypothesis draws some of its examples from the constants of the modules that a process has loaded so
# far, and a room is loaded when it is first used. Where the same examples are promised, all are loaded
# before the first: what was tried must not hang on which test came earlier, or on which worker.
if settings().derandomize:
    for module in pkgutil.walk_packages(sop_core.__path__, "sop_core."):
        if not module.name.endswith("__main__"):
            import_module(module.name)

# With SOP_CI=1 a skipped test fails the run unless its reason matches one of these, each of which
# says why the build machine cannot be asked for it.
ALLOWED_SKIPS: tuple[re.Pattern[str], ...] = ()
if os.environ.get("SOP_OTHER_PYTHON") == "1":
    # `make versions` installs what a vendor would, not what a contributor has.
    ALLOWED_SKIPS += (re.compile(r"^not on this Python: "),)

_skipped: list[tuple[str, str]] = []


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    longrepr = report.longrepr
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return text.removeprefix("Skipped: ")


def _note(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = _reason(report)
        if not any(pattern.search(reason) for pattern in ALLOWED_SKIPS):
            _skipped.append((report.nodeid, reason))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _note(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _note(report)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    is_worker = hasattr(session.config, "workerinput")
    if MUST_RUN and _skipped and not is_worker and session.exitstatus in (0, 5):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if MUST_RUN and _skipped:
        terminalreporter.section("skipped, but SOP_CI=1 says that everything runs", red=True)
        for nodeid, reason in sorted(set(_skipped)):
            terminalreporter.line(f"{nodeid}: {reason}")


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No SOP_* variable of the person who runs the tests reaches the library."""
    for name in [name for name in os.environ if name.startswith("SOP_") and name != "SOP_CI"]:
        monkeypatch.delenv(name)
    return monkeypatch
