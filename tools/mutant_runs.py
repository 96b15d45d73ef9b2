"""The program mutmut, for chosen modules, in one run that goes on where it was stopped.

mutmut can be told which mutants to run, and then runs them all again; or it is told nothing, leaves
what it has decided alone, and runs the modules that nobody asked for too. `python -m
tools.mutant_runs 2 instruments.exact` does what is wanted: these modules, what is undecided of them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.mutant_reach import Mutant, change
from tools.mutant_rooms import ROOT, WORK, Found, environment, settings

#: What pytest or mutmut says where a mutant was noticed: a failed test, a crash, a collection that
#: breaks, or a time limit (a loop that does not end).
NOTICED = {1, 2, 3, 24, 36, 152, 255, -24, -9, -11}
#: Of what `mutants/` was made. mutmut keeps stale copies of what is no Python, so another library is
#: begun from nothing; tests, schemas and documents it copies anew each time.
MADE_FROM = WORK / "made-from"


def library() -> str:
    """A digest of all that mutmut copies once."""
    found = hashlib.sha256(json.dumps(settings(), sort_keys=True).encode())
    for path in sorted((ROOT / "src").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()


def begin(*, anew: bool) -> None:
    """`mutants/` as it was left, if it is of this library; otherwise an empty one."""
    if anew or not MADE_FROM.exists() or MADE_FROM.read_text(encoding="utf-8") != library():
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir()
        MADE_FROM.write_text(library(), encoding="utf-8")
    copy_tests()


def copy_tests() -> None:
    """The tests, and what they read, as they are now; one that is gone would go on noticing."""
    for name in ("tests", *settings()["also_copy"]):
        if (ROOT / name).is_dir():
            shutil.rmtree(WORK / name, ignore_errors=True)
            shutil.copytree(ROOT / name, WORK / name, ignore=shutil.ignore_patterns("__pycache__"))


def run(modules: Mapping[str, Path], jobs: int, meanwhile: Callable[[], None]) -> None:
    """One run for all of them; `meanwhile` is called now and then, and may save what is complete."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        running = subprocess.Popen(
            [sys.executable, "-m", "tools.mutant_runs", str(jobs), *modules],
            cwd=ROOT, env=environment(), stdout=told, stderr=subprocess.STDOUT,
        )  # fmt: skip
        while running.poll() is None:
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                meanwhile()
        if running.returncode:
            told.seek(0)
            last = "\n".join(told.read().replace("\r", "\n").splitlines()[-30:])
            sys.exit(f"mutmut could not run:\n{last}")


def only_these(modules: Iterable[str], jobs: int) -> None:
    """What mutmut does itself, with a shorter list of mutants."""
    import mutmut.__main__ as program

    collect = program.collect_source_file_mutation_data
    wanted = {f"sop_core.{name}" for name in modules}

    def shorter(*, mutant_names: Any) -> Any:
        mutants, data = collect(mutant_names=mutant_names)
        return [one for one in mutants if one[1].rpartition(".")[0] in wanted], data

    program.collect_source_file_mutation_data = shorter
    program._run((), jobs)  # pyright: ignore[reportPrivateUsage]


# ------------------------------------------------------------------------- what it found


def meta(path: Path) -> Path:
    """Where mutmut keeps what became of a module's mutants."""
    return WORK / f"{path.relative_to(ROOT)}.meta"


def decided(path: Path) -> bool:
    """Whether mutmut has finished a module."""
    try:
        codes = json.loads(meta(path).read_text(encoding="utf-8"))["exit_code_by_key"]
    except (FileNotFoundError, json.JSONDecodeError):  # which is being written
        return False
    return None not in codes.values()


def found_of(name: str, path: Path) -> Iterator[Found]:
    """What mutmut found of one module; a mutant that no test reaches has survived."""
    codes = json.loads(meta(path).read_text(encoding="utf-8"))["exit_code_by_key"]
    for key, code in codes.items():
        if code is None:
            sys.exit(f"mutmut did not finish {key}")
        where = key.rpartition(".")[2].partition("__mutmut")[0]
        where = where.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
        lines = ("", "") if code in NOTICED else lines_of(key, path)
        yield Found(name, Mutant(where, *lines), code in NOTICED, True, key)


def lines_of(key: str, path: Path) -> tuple[str, str]:
    """The lines that a mutant changes, before and after."""
    import libcst as cst
    from mutmut.mutation.diff_apply import read_functions_from_index

    pair = read_functions_from_index(key, path.relative_to(ROOT))
    if pair is None:
        sys.exit(f"mutmut does not say what {key} is")
    before, after = (cst.Module(body=[node]).code for node in pair)
    return change(before, after)


def forget(keys: Iterable[str], path: Path) -> None:
    """These are to be run again: the tests may be others now."""
    known = json.loads(meta(path).read_text(encoding="utf-8"))
    known["exit_code_by_key"].update(dict.fromkeys(keys))
    meta(path).write_text(json.dumps(known, indent=4), encoding="utf-8")


def reach(key: str) -> list[str]:
    """The tests that reach a mutant's function, the fastest first, as mutmut has measured them."""
    known = json.loads((WORK / "mutmut-stats.json").read_text(encoding="utf-8"))
    tests = known["tests_by_mangled_function_name"].get(key.partition("__mutmut_")[0], [])
    return sorted(tests, key=lambda test: known["duration_by_test"].get(test, 0))


if __name__ == "__main__":
    only_these(sys.argv[2:], int(sys.argv[1]))
