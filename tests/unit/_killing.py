"""A command that is killed with SIGKILL, in a process of its own, wherever its files come to stand otherwise.

Run as `python -m tests.unit._killing`, with what is to be done as JSON on standard input:

    words      the command's words
    written    the files that it writes, in the order in which they are to appear
    steps      beside the writing of files: the modules whose every line is a step too

A step is a line of the room that writes files, of the functions that make its lines, and of the modules that are
named. One run is watched: at each step it is noted what is on disk, which is what a death there would leave. Then
for each state of the disk a run is killed at the first and at the last step that has it, the disk is looked at, and the
command is run again, as a person would. What came of it is one JSON object on standard output.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any

from sop_core.cli import app, releasing, writing
from sop_core.documents import releases, tallies
from sop_core.sop import releasing as asking

#: Where the lines of files are made: a death in the middle of them leaves some of them written.
MAKERS = {"release_lines", "ledger_lines", "tally_lines", "_private"}

Disk = dict[str, bytes]


def disk() -> Disk:
    """All files of the folder, with those that are begun beside others."""
    return {one.name: one.read_bytes() for one in Path().iterdir() if one.is_file()}


class Watch:
    """Calls `at_step` with the number of each step of a run."""

    def __init__(self, files: set[str], makers: set[str], at_step: Callable[[int], None]) -> None:
        self.files, self.makers, self.at_step, self.count = files, makers, at_step, 0

    def __call__(self, frame: FrameType, event: str, arg: object) -> Callable[..., Any] | None:
        code = frame.f_code
        made = code.co_name in MAKERS and code.co_filename in self.makers
        return self.step if made or code.co_filename in self.files else None

    def step(self, frame: FrameType, event: str, arg: object) -> Callable[..., Any]:
        self.count += 1
        self.at_step(self.count)
        return self.step


def ran(words: list[str], watch: Watch | None, report: Callable[[], Any] = lambda: None) -> Any:
    """Runs the command in a process of its own: what it reports at its end, or "killed"."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        code = 3
        try:
            sys.settrace(watch)
            app.sop.main(words, standalone_mode=False)
            sys.settrace(None)
            with os.fdopen(writer, "w") as file:
                json.dump(report(), file)
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader) as file:
        said = file.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return "killed"
    if os.WEXITSTATUS(status):
        raise SystemExit(f"the command failed with {os.WEXITSTATUS(status)}: {words}")
    return json.loads(said)


def put(contents: Disk) -> None:
    """The folder as it was."""
    for one in Path().iterdir():
        if one.is_file():
            one.unlink()
    for name, content in contents.items():
        Path(name).write_bytes(content)


def killed_where_it_matters(
    words: list[str], written: list[str], steps: list[str]
) -> dict[str, Any]:
    """In which states the files were left, and whatever the run after did not put right."""
    files = {writing.__file__, *(str(sys.modules[name].__file__) for name in steps)}
    makers = {str(one.__file__) for one in (releases, tallies, releasing)}
    before = disk()
    seen: list[Disk] = []
    spans: list[list[int]] = []  # of each state of the disk its first and last step

    def note(step: int) -> None:
        now = disk()
        if seen and seen[-1] == now:
            spans[-1][1] = step
        else:
            seen.append(now)
            spans.append([step, step])

    # Here, so that all rooms are loaded and each process after it has them at once.
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        app.sop.main(words, standalone_mode=False)
    after = disk()
    put(before)
    found = ran(words, Watch(files, makers, note), lambda: spans)
    assert disk() == after, "the same command came to something else"

    def state() -> str:
        now = disk()
        return " ".join(
            "new" if now.get(one) == after[one] else "old" if now.get(one) == before.get(one) else "part"
            for one in written
        )  # fmt: skip

    def kill_at(at: int) -> Callable[[int], None]:
        return lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == at else None

    states: list[str] = []
    wrong: list[str] = []
    for at in sorted({step for span in found for step in span}):
        put(before)
        if ran(words, Watch(files, makers, kill_at(at))) != "killed":
            wrong.append(f"step {at}: the run went through")
        states.append(state())
        ran(words, None)
        if disk() != after:
            wrong.append(f"step {at}: the next run came to something else")
    return {"steps": found[-1][1], "states": states, "wrong": wrong}


if __name__ == "__main__":
    # A ledger's salt is by chance, and here two runs are to come to the same bytes.
    vars(asking)["token_hex"] = lambda n: "0" * 2 * n
    print(json.dumps(killed_where_it_matters(**json.load(sys.stdin))))
