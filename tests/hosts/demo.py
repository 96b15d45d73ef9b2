"""The demo as a process, as a person starts and ends it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 90.0


class Demo:
    """The demo, running."""

    def __init__(self, folder: Path, **environment: str) -> None:
        names = ("PATH", "PYTHONPATH", "HOME", "LANG", "SYSTEMROOT", "TMPDIR")
        plain = {name: os.environ[name] for name in names if name in os.environ}
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sop_helpdesk_demo"],
            cwd=folder,
            env={**plain, "PORT": "0", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self.case = ""

    def wait(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if found := re.match(r"ready (http://127\.0\.0\.1:\d+/\S+)", line):
                self.case = found[1]
                return
        raise AssertionError("the demo ended before it was ready:\n" + "\n".join(self.lines))

    @property
    def site(self) -> str:
        return re.match(r"http://[^/]+", self.case)[0]

    @property
    def events(self) -> Path:
        (found,) = [m[1] for line in self.lines if (m := re.match(r"events arrive in (.+)", line))]
        return Path(found)

    def password(self, name: str) -> str:
        """The password that the demo says this person has."""
        (password,) = [line.split()[1] for line in self.lines if line.split()[:1] == [name]]
        return password

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.lines += rest.splitlines()
        return self.process.returncode


@contextlib.contextmanager
def running(folder: Path, **environment: str) -> Iterator[Demo]:
    demo = Demo(folder, **environment)
    try:
        demo.wait()
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.process.kill()
            demo.process.communicate()
