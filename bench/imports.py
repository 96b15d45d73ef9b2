"""What it costs to import the library and to load it, in fresh processes, in turns."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

from bench.timing import Result

_CLOCKED = """
import time
started = time.perf_counter()
{code}
print(time.perf_counter() - started)
"""
FLOOR = "import attrs, pluggy"
IMPORT = "import sop_core; sop_core.Sop"
LOAD = "import sop_core; sop_core.Sop.load(plugins=False)"


def _once(code: str) -> float:
    command = [sys.executable, "-c", _CLOCKED.format(code=code)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def results(*, rounds: int) -> list[Result]:
    """Import and load, each beside `import attrs, pluggy`."""
    codes = (FLOOR, IMPORT, LOAD)
    for code in codes:
        _once(code)
    taken: dict[str, list[float]] = {code: [] for code in codes}
    for _ in range(rounds):
        for code in codes:
            taken[code].append(_once(code) * 1e3)
    floor = median(taken[FLOOR])
    return [
        Result(name, median(taken[code]) / floor, goal, median(taken[code]), floor, "ms")
        for name, code, goal in (("import", IMPORT, 1.3), ("Sop.load", LOAD, 3.0))
    ]
