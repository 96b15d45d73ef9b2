"""A PostgreSQL of the suite's own: made in a temporary folder, on a socket there, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

#: PostgreSQL refuses to run as root; this is the account that Debian's package makes.
ACCOUNT = "postgres"


class NotHere(Exception):
    """There is no PostgreSQL to test with; the message says what is missing."""


def programs() -> Path:
    """The folder of the newest installed server's programs."""
    folders = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda folder: int(folder.parent.name),
    )
    if not folders:
        raise NotHere("no PostgreSQL server in /usr/lib/postgresql (run .ci/install-debian)")
    return folders[-1]


def _as_owner(command: list[str]) -> list[str]:
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups", *command]


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        _as_owner(command), cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


@contextlib.contextmanager
def server() -> Iterator[dict[str, str]]:
    """Run a server; gives what Django's DATABASES needs to reach it."""
    bin_ = programs()
    # A socket's path may hold about a hundred characters, so the folder is a short one.
    folder = Path(tempfile.mkdtemp(prefix="sop-pg-", dir="/tmp"))
    user = ACCOUNT if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    try:
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = str(folder / "data")
        _run(
            [
                str(bin_ / "initdb"),
                "-D",
                data,
                "-A",
                "trust",
                "-U",
                user,
                "-E",
                "UTF8",
                "--no-sync",
            ],
            folder,
        )
        options = f"-k {folder} -c listen_addresses='' -c max_connections=40 -c fsync=off"
        control = [str(bin_ / "pg_ctl"), "-D", data, "-w"]
        _run([*control, "-l", str(folder / "log"), "-o", options, "start"], folder)
        try:
            yield {"HOST": str(folder), "USER": user, "NAME": "postgres"}
        finally:
            _run([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
