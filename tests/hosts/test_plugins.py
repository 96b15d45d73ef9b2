"""A broken plugin costs its own prompts, and never the ticket page."""

from __future__ import annotations

import sys

import pytest

from sop_helpdesk import adapter
from tests.hosts.support import installed, loaded

HEALTHY = """
    from sop_core import ShownPrompt, hookimpl
    from sop_core.types import PromptKind
    sop_api = 1

    @hookimpl
    def sop_prompts(situation):
        return [ShownPrompt(**{prompt})]
"""

BREAKS = {
    "raises": "raise RuntimeError('a sentence about a family')",
    "exits": "raise SystemExit(3)",
    "answers with junk": "return 42",
    "recurses": "return sop_prompts(situation)",
}


@pytest.mark.parametrize("how", BREAKS, ids=list(BREAKS))
def test_a_broken_plugin_leaves_the_page_and_the_other_prompts(host, tmp_path, how):
    """The ticket page is at 200 with the Three Questions, whatever a plugin does in its hook."""
    source = f"""
    from sop_core import hookimpl
    sop_api = 1

    @hookimpl
    def sop_prompts(situation):
        {BREAKS[how]}
    """
    with installed(tmp_path, broken=source), loaded(plugins=["broken"]):
        worker = host.person("worker")
        for _ in range(5):
            page = worker.ticket(host.case)
            assert page.status == 200
            for words in ("working well", "worried", "needs to happen next"):
                assert words in page.soup.find(id="sop-panel").text
        assert not adapter.engine().health().ok
        assert "a sentence about a family" not in str(adapter.engine().health())
        assert worker.send(host.case, worker.open(host.case).fields()).status == 200


@pytest.mark.parametrize(
    "source", ["raise SystemExit(1)", "import no_such_module", "sop_api = 99", "def ("]
)
def test_a_plugin_that_cannot_be_loaded_leaves_the_page(host, tmp_path, source):
    """A plugin that breaks while it is imported is left out."""
    with installed(tmp_path, unloadable=source), loaded(plugins=["unloadable"]):
        page = host.person("worker").ticket(host.case)
        assert page.status == 200
        assert "working well" in page.soup.find(id="sop-panel").text


def test_when_sop_itself_cannot_load_the_ticket_page_is_as_before(host, settings_of_sop, caplog):
    """Where nothing of SOP works the host's page is the host's page, and the log says which error."""
    settings_of_sop(load={"require": ["no.such.plugin"]})
    adapter.engine.cache_clear()
    page = host.person("worker").ticket(host.case)
    assert page.status == 200
    assert "sop-panel" not in page.text
    assert "Two children" in page.text
    assert "LoadError" in caplog.text


def test_when_the_tables_are_missing_the_ticket_page_is_as_before(host, monkeypatch):
    """A county that has not migrated yet sees its ticket, also inside one transaction a request."""
    from django.db import connection

    monkeypatch.setattr("sop_helpdesk.models.Token._meta.db_table", "no_such_table")
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    page = host.person("worker").ticket(host.case)
    assert page.status == 200
    assert "sop-panel" not in page.text
    assert "Two children" in page.text


def test_a_prompt_of_a_healthy_plugin_stands_beside_the_others(host, tmp_path):
    """Prompts are additive: a plugin's own stands on the page by its priority, escaped."""
    prompt = (
        "{'id': 'own', 'kind': PromptKind.ASK, 'text': 'Who else <b>could</b> help?',"
        " 'locale': 'en', 'source': 'a test', 'priority': 25}"
    )
    with installed(tmp_path, healthy=HEALTHY.format(prompt=prompt)), loaded(plugins=["healthy"]):
        page = host.person("worker").ticket(host.case)
    panel = page.soup.find(id="sop-panel")
    assert "Who else <b>could</b> help?" in panel.text
    assert "working well" in panel.text


def test_a_prompt_that_is_put_aside_is_gone_for_this_person_on_this_case(host):
    """S2-03: putting a prompt aside needs no script, is kept once, and concerns nobody else."""
    from tests.hosts.test_doors import dismissal

    worker = host.person("worker")
    page = worker.ticket(host.case)
    fields = dismissal(page)
    for _ in range(2):
        back = worker.post(f"/sop/tickets/{host.case}/prompts/", fields)
        assert back.status == 200
    (row,) = host.records()
    assert (row["kind"], row["ticket_id"]) == ("feedback", host.case)
    assert host.outbox() == []
    assert "working well" not in back.soup.find(id="sop-panel").text
    assert "worried" in back.soup.find(id="sop-panel").text
    for person, case in (("supervisor", host.case), ("worker", host.cases[1])):
        assert "working well" in host.person(person).ticket(case).soup.find(id="sop-panel").text


def test_plugins_of_the_test_leave_no_trace():
    """The suite's own plugins are gone when a test ends."""
    assert not {"broken", "unloadable", "healthy", "listener"} & set(sys.modules)
