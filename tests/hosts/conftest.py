"""One host, two databases: every test that asks for `host` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator

import pytest

from tests.hosts import postgres

# Without the host nothing is collected but test_present, which says what is missing.
HOST = all(importlib.util.find_spec(name) for name in ("django", "helpdesk", "sop_helpdesk_demo"))
if not HOST:
    collect_ignore_glob = ["test_[!p]*.py", "test_plugins.py"]
else:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.hosts.host_settings"
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    atexit.register(shutil.rmtree, os.environ["SOP_HOSTS_FOLDER"], ignore_errors=True)


def _prepare(config: dict[str, object]) -> None:
    from django.core.management import call_command

    from sop_helpdesk_demo.seed import seed
    from tests.hosts.databases import use

    use(config)
    call_command("migrate", verbosity=0)
    seed()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[dict[str, object]]:
    """A database with the host's tables, cases and people in it, as DATABASES names it."""
    from django.conf import settings
    from django.db import connections

    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("sqlite") / "host.sqlite3"
        config = {**settings.DATABASES["default"], "NAME": str(file)}
        _prepare(config)
        yield config
        connections.close_all()
        return
    try:
        postgres.programs()
    except postgres.NotHere as missing:
        pytest.skip(str(missing))
    with postgres.server() as where:
        config = {"ENGINE": "django.db.backends.postgresql", **where}
        _prepare(config)
        yield config
        connections.close_all()


@pytest.fixture
def host(database: dict[str, object], tmp_path) -> Iterator[object]:
    """The host with no SOP record in it, and an events file of this test's own."""
    from django.conf import settings
    from django.test import override_settings

    from sop_helpdesk import adapter
    from tests.hosts.support import Host, empty

    empty()
    adapter.engine.cache_clear()
    events = tmp_path / "events.jsonl"
    with override_settings(SOP={**settings.SOP, "events": events}):
        yield Host(database, events)
    adapter.engine.cache_clear()


@pytest.fixture
def settings_of_sop(host: object) -> Iterator[object]:
    """Change names of the setting SOP for the rest of a test."""
    from contextlib import ExitStack

    from django.conf import settings
    from django.test import override_settings

    with ExitStack() as stack:

        def change(**names: object) -> None:
            stack.enter_context(override_settings(SOP={**settings.SOP, **names}))

        yield change


@pytest.fixture
def lead(host: object) -> object:
    """The implementation lead, where the cycle that is over has answers."""
    from sop_helpdesk_demo.answers import answer

    answer()
    return host.person("lead")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set the host's calendar so many days after today."""
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    return lambda days: monkeypatch.setattr(timezone, "localdate", lambda: today + timedelta(days))
