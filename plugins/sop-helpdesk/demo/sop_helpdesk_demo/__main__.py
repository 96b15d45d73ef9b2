"""Start the demo: `python -m sop_helpdesk_demo`, moved with PORT=8123, ended with Ctrl-C.

`PORT=0` takes any free port. What it keeps lies in `.demo` (or SOP_DEMO_DIR); remove that folder to
begin anew. Exit codes: 0 ended as asked, 1 the port is taken, 2 PORT is no port.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import urllib.request
from collections.abc import Callable
from types import FrameType
from typing import Any

HOST = "127.0.0.1"


def main() -> int:
    """Prepare the data, serve, deliver, and wait for a signal."""
    ended = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        ended.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)
    wanted = os.environ.get("PORT") or "8000"
    if not (wanted.isascii() and wanted.isdigit() and int(wanted) < 65536):
        print(f"PORT is '{wanted}', but a port is a number from 1 to 65535.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sop_helpdesk_demo.settings")
    try:
        server = _listen(int(wanted))
    except OSError as error:
        print(
            f"Port {wanted} on {HOST} cannot be used ({error.strerror}). "
            f"Take another: PORT={int(wanted) % 65000 + 1} make demo",
            file=sys.stderr,
        )
        return 1
    case, token = _prepare(server)
    threads = [threading.Thread(target=server.serve_forever, args=(0.2,), daemon=True)]
    threads += [threading.Thread(target=_deliver, args=(ended,), daemon=True)]
    for thread in threads:
        thread.start()
    site = f"http://{HOST}:{server.server_port}"
    address = f"{site}/tickets/{case}/"
    if not ended.is_set() and _answers(address):
        _say(
            address, f"{site}/sop/family/{token}/", f"{site}/sop/coaching/", f"{site}/sop/releases/"
        )
        ended.wait()
    ended.set()
    server.shutdown()
    server.server_close()
    for thread in threads:
        thread.join(timeout=10)
    print("ended; the data stays for the next run", flush=True)
    return 0


def _listen(port: int) -> Any:
    """Take the port first: a demo that cannot have it says so before it does anything else."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    class Quiet(WSGIRequestHandler):
        """Keeps one line for every request off the terminal: a family's link would be in it."""

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    class Server(ThreadedWSGIServer):
        """Serves what was asked before the end was asked for, and waits for no idle browser."""

        daemon_threads = True
        block_on_close = False

    return Server((HOST, port), Quiet)


def _prepare(server: Any) -> tuple[int, str]:
    """Migrate and seed; give the server its application; the first case, and a family's link."""
    import django

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    from sop_helpdesk_demo.answers import answer
    from sop_helpdesk_demo.seed import family_link, seed

    call_command("migrate", verbosity=0, interactive=False)
    case = seed()
    answer()
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    return case, family_link()


def _deliver(ended: threading.Event) -> None:
    """Send the outbox to the events file, every half second and once more at the end."""
    from django.db import close_old_connections, connection

    from sop_helpdesk.conf import conf
    from sop_helpdesk.outbox import JsonLines, deliver

    send: Callable[[], int] = lambda: deliver(JsonLines(str(conf().events)))  # noqa: E731
    last = False
    while not last:
        last = ended.wait(0.5)
        close_old_connections()
        try:
            send()
        except Exception as error:
            print(f"events are not delivered, trying again: {error}", file=sys.stderr)
    connection.close()


def _answers(address: str) -> bool:
    """Whether the case page answers by HTTP: a stranger is led to the sign-in page."""
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  our own
        return bool(answer.status == 200)


def _say(address: str, door: str, coaching: str, releases: str) -> None:
    from django.conf import settings

    from sop_helpdesk_demo.seed import PEOPLE

    print("\nSafety Organized Practice inside django-helpdesk (made-up people and cases)\n")
    print("sign in as")
    print(f"  {'user name':<12}{'password':<22}who it is")
    for name, password, what in PEOPLE:
        print(f"  {name:<12}{password:<22}{what}")
    print("\na parent's own door: this link works once, without an account (?lang=es: en español)")
    print(f"  {door}")
    print(
        "\ncoaching: the worker writes an agreement, the supervisor joins it, each in a browser of their own"
    )
    print(f"  {coaching}")
    print(
        "\nresults of groups: the lead asks, looks and publishes once; the administrator reads why"
    )
    print(f"  {releases}")
    print(f"\nevents arrive in {settings.SOP['events']}")
    print("Ctrl-C ends it; the data stays\n")
    print(f"ready {address}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
