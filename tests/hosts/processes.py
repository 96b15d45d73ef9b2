"""Processes of the suite's own, with the host set up and a connection of their own to its database."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, connections

from tests.hosts.databases import use

PATIENCE = 120
# A copy of this process, with all that it has loaded: a process that starts from nothing takes seconds.
CONTEXT = multiprocessing.get_context("fork")


class Running:
    """A function that runs in a process of its own."""

    def __init__(
        self, database: dict[str, object], work: Callable[..., Any], *args: object
    ) -> None:
        connections.close_all()  # a connection belongs to one process
        self._here, there = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=_run, args=(there, database, work, args))
        self.process.start()
        there.close()

    def result(self) -> Any:
        """What it gives; None where it was killed before it gave anything."""
        try:
            found = self._here.recv() if self._here.poll(PATIENCE) else None
        except EOFError:
            found = None
        self.process.join(PATIENCE)
        assert self.process.exitcode is not None, "it did not end"
        return found

    @property
    def killed(self) -> bool:
        return self.process.exitcode == -signal.SIGKILL


def _run(there: Any, database: dict[str, object], work: Callable[..., Any], args: Any) -> None:
    use(database)
    there.send(work(*args))


def die() -> None:
    """End this process now, as a power cut or the system's memory killer does."""
    os.kill(os.getpid(), signal.SIGKILL)


#: A moment to die at: before the so-many-th statement, or before or after the so-many-th commit.
Moment = tuple[str, int]


def moments() -> Iterator[tuple[str, Iterator[int]]]:
    """Every kind of moment, each with numbers for as long as a process lives to reach them."""
    for kind in ("statement", "before the commit", "after the commit"):
        yield kind, itertools.count()


class DyingAt:
    """Kills this process at a moment of its work in the database."""

    def __init__(self, moment: Moment) -> None:
        self.moment, self.seen, self.commits = moment, 0, 0

    def __call__(self, execute: Any, *args: Any) -> Any:
        self._die_at("statement", self.seen)
        self.seen += 1
        return execute(*args)

    def __enter__(self) -> None:
        connection.ensure_connection()
        self._stack = connection.execute_wrapper(self)
        self._stack.__enter__()
        commit = connection._commit

        def dying() -> None:
            self._die_at("before the commit", self.commits)
            commit()
            self._die_at("after the commit", self.commits)
            self.commits += 1

        connection._commit = dying

    def __exit__(self, *what: object) -> None:
        self._stack.__exit__(*what)

    def _die_at(self, kind: str, number: int) -> None:
        if (kind, number) == self.moment:
            die()
