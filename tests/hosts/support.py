"""What the host suites share: people who click, pages that are read, plugins that are installed."""

from __future__ import annotations

import contextlib
import importlib
import logging
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from attrs import define, frozen
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.utils.log import AdminEmailHandler
from helpdesk.models import Ticket

from sop_helpdesk import adapter
from sop_helpdesk.models import Outbox, ParentLink, SopRecord, Token
from sop_helpdesk.outbox import JsonLines, Sink, deliver

ASSESSMENT = "social_worker_assessment"
SURVEY = "parent_guardian_survey"
# Anonymous as the survey is, and answered by staff at their own screen.
ANONYMOUS = "organizational_assessment"
PREFIX = "a-"


def empty() -> None:
    """No record, event, token or link is left of an earlier test, and nobody has made one today."""
    for model in (Outbox, SopRecord, Token, ParentLink):
        model.objects.all().delete()
    forget_releases()
    cache.clear()


def forget_releases() -> None:
    """Nothing was ever looked at or released; the models themselves take nothing out."""
    with connection.cursor() as cursor:
        for table in ("reason", "entry", "ledger", "lookreason", "look", "counts", "refusal"):
            cursor.execute(f"DELETE FROM sop_helpdesk_release{table}")


@frozen
class Page:
    """An answer of the host, read as HTML."""

    status: int
    text: str
    address: str

    @property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "html.parser")

    @property
    def form(self) -> Tag:
        """The page's form that carries answers."""
        for form in self.soup.find_all("form"):
            if form.find(attrs={"name": ["sop_pass", "sop_link"]}):
                return form
        raise AssertionError(f"no SOP form on {self.address}: {self.text[:500]}")

    def fields(self, *, choose: int = 0) -> dict[str, object]:
        """The form as a browser sends it, each question answered with its `choose`-th option."""
        return {**self.hidden(), **self.answers(choose=choose)}

    def hidden(self) -> dict[str, object]:
        """The hidden fields alone."""
        found = self.form.find_all("input", type="hidden")
        return {str(field["name"]): str(field["value"]) for field in found}

    def answers(self, *, choose: int = 0) -> dict[str, object]:
        """An answer for each question, and nothing for text, which is optional in our forms."""
        options: dict[str, list[str]] = {}
        for field in self.form.find_all("input", type="radio"):
            options.setdefault(str(field["name"]), []).append(str(field["value"]))
        return {name: codes[choose % len(codes)] for name, codes in options.items()}


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, name: str | None, **options: object) -> None:
        self.name = name
        self.client = Client(raise_request_exception=False, **options)
        if name:
            self.client.force_login(get_user_model().objects.get(username=name))

    def get(self, address: str, **headers: str) -> Page:
        return self._page(self.client.get(address, headers=headers or None), address)

    def post(self, address: str, fields: dict[str, object], *, follow: bool = True) -> Page:
        return self._page(self.client.post(address, fields, follow=follow), address)

    def ticket(self, number: int) -> Page:
        return self.get(f"/tickets/{number}/")

    def open(self, number: int, instrument: str = ASSESSMENT, **query: str) -> Page:
        tail = "&".join(f"{key}={value}" for key, value in query.items())
        return self.get(form_address(number, instrument) + (f"?{tail}" if tail else ""))

    def send(self, number: int, fields: dict[str, object], instrument: str = ASSESSMENT) -> Page:
        return self.post(form_address(number, instrument), fields)

    def _page(self, response, address: str) -> Page:
        last = getattr(response, "redirect_chain", None)
        at = last[-1][0] if last else response.headers.get("Location", address)
        return Page(response.status_code, response.content.decode(), at)


@contextlib.contextmanager
def mailing() -> Iterator[list[object]]:
    """Let Django mail each error, with all that it would put into a page about it; the mails."""
    handler, logger = AdminEmailHandler(include_html=True), logging.getLogger("django.request")
    mail.outbox.clear()
    logger.addHandler(handler)
    try:
        with override_settings(ADMINS=[("a", "a@county.invalid")]):
            yield mail.outbox
    finally:
        logger.removeHandler(handler)


def text_of(mails: list[object]) -> str:
    """All of what stands in mails, its pages too."""
    return "".join(
        str(one.message()) + "".join(page for page, _ in one.alternatives) for one in mails
    )


def form_address(number: int, instrument: str = ASSESSMENT) -> str:
    return f"/sop/tickets/{number}/forms/{instrument}/"


def make_address(number: int, instrument: str = SURVEY) -> str:
    return f"/sop/tickets/{number}/family/{instrument}/"


def door_address(token: str) -> str:
    return f"/sop/family/{token}/"


@define
class Host:
    """The host under test: its people, its cases, its tables, its events."""

    database: dict[str, object]
    events_file: Path

    @property
    def cases(self) -> list[int]:
        return list(Ticket.objects.order_by("id").values_list("id", flat=True))

    @property
    def case(self) -> int:
        return self.cases[0]

    def person(self, name: str | None, **options: object) -> Person:
        return Person(name, **options)

    def sql(self, query: str) -> list[dict[str, object]]:
        """Rows as the database itself gives them, without Django's models."""
        with connection.cursor() as cursor:
            cursor.execute(query)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def sql_do(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def forget_releases(self) -> None:
        """Nothing was ever looked at or released."""
        forget_releases()

    def everything(self) -> dict[str, list[str]]:
        """Every row of every table, with every column, and what the database counts by itself."""
        kept = {}
        for table in connection.introspection.table_names():
            kept[table] = sorted(str(row) for row in self.sql(f'SELECT * FROM "{table}"'))
        if connection.vendor == "sqlite":
            counts = "SELECT * FROM sqlite_sequence"
        else:
            counts = "SELECT sequencename, last_value FROM pg_sequences"
        return {**kept, "(counters)": sorted(str(row) for row in self.sql(counts))}

    def records(self) -> list[dict[str, object]]:
        return self.sql("SELECT * FROM sop_helpdesk_soprecord ORDER BY id")

    def links(self) -> list[dict[str, object]]:
        return self.sql("SELECT * FROM sop_helpdesk_parentlink ORDER BY hash")

    def link(self, name: str = "worker", *, number: int | None = None) -> str:
        """The token of a link that somebody makes on a case page, read off the page that shows it."""
        page = self.person(name).post(make_address(number or self.case), {"how": "link"})
        assert page.status == 200, page.text
        address = page.soup.select_one(".sop-link").text
        assert address.startswith("http://testserver/sop/family/")
        return address.split("/")[-2]

    def outbox(self) -> list[dict[str, object]]:
        return self.sql("SELECT * FROM sop_helpdesk_outbox ORDER BY id")

    def nothing_stored(self) -> bool:
        return not self.records() and not self.outbox()

    def deliver(self, sink: Sink | None = None) -> int:
        return deliver(sink or JsonLines(self.events_file))

    def delivered(self) -> list[str]:
        """The lines that have arrived, oldest first."""
        if not self.events_file.exists():
            return []
        return self.events_file.read_text().splitlines()

    def answered(self, *, choose: int = 0, number: int | None = None) -> Page:
        """The worker opens the assessment, answers everything, and sends it."""
        at = number or self.case
        worker = self.person("worker")
        page = worker.open(at)
        sent = worker.send(at, page.fields(choose=choose))
        assert sent.status == 200, sent.text
        return sent


@contextlib.contextmanager
def loaded(**load: object) -> Iterator[None]:
    """The host's Sop, loaded with other arguments while this lasts."""
    with override_settings(SOP={**settings.SOP, "load": load}):
        adapter.engine.cache_clear()
        yield
    adapter.engine.cache_clear()


@contextlib.contextmanager
def installed(folder: Path, **sources: str) -> Iterator[None]:
    """Plugins installed as pip would leave them: a module and an entry point each."""
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(source))
        info = folder / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[sop_core]\n{name} = {name}\n")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in sources:
            sys.modules.pop(name, None)
        importlib.invalidate_caches()
