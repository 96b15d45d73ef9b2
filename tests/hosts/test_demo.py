"""`make demo` as a person meets it: a process, an address, a sign-in, an answer, an event, Ctrl-C."""

from __future__ import annotations

import json
import signal
import socket
import time

import pytest
import requests
from bs4 import BeautifulSoup

from tests.hosts.demo import PATIENCE, Demo, running


def signed_in(demo: Demo, name: str = "worker"):
    """A browser's session of one of the people that the demo names, with the password it names."""
    session = requests.Session()
    session.trust_env = False
    page = BeautifulSoup(session.get(demo.case, timeout=PATIENCE).text, "html.parser")
    fields = {f["name"]: f.get("value", "") for f in page.form.find_all("input") if f.get("name")}
    fields |= {"username": name, "password": demo.password(name)}
    login = f"{demo.site}/login/"
    session.post(login, fields, headers={"Referer": login}, timeout=PATIENCE)
    return session


def answer(session, demo: Demo) -> None:
    """The assessment of the case page, answered from its own link."""
    ticket = BeautifulSoup(session.get(demo.case, timeout=PATIENCE).text, "html.parser")
    (link,) = ticket.select('#sop-panel a[href*="social_worker_assessment"]')
    address = demo.site + link["href"]
    form = BeautifulSoup(session.get(address, timeout=PATIENCE).text, "html.parser").main.form
    fields = {f["name"]: f["value"] for f in form.select("input[type=hidden], input[type=radio]")}
    sent = session.post(demo.site + form["action"], fields, timeout=PATIENCE)
    assert sent.status_code == 200, sent.text
    assert "/answers/" in sent.url


def events(demo: Demo, number: int) -> list[dict]:
    """The file's events, once there are so many."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if demo.events.exists():
            lines = demo.events.read_text().splitlines()
            if len(lines) >= number:
                return [json.loads(line) for line in lines]
        time.sleep(0.1)
    raise AssertionError(f"no {number} events in {demo.events}")


def test_the_demo_answers_keeps_and_ends_as_it_says(tmp_path):
    """Sign in as it says, answer, see the event arrive where it says; Ctrl-C; a second run has it all."""
    with running(tmp_path) as demo:
        assert demo.case.endswith("/tickets/1/")
        assert demo.events == tmp_path / ".demo" / "events.jsonl"
        session = signed_in(demo)
        answer(session, demo)
        (event,) = events(demo, 1)
        assert event["type"] == "sop.administration.complete"
        assert demo.end() == 0
    assert "Traceback" not in "\n".join(demo.lines)
    with running(tmp_path) as again:
        session = signed_in(again)
        page = session.get(f"{again.site}/tickets/", timeout=PATIENCE)
        assert page.status_code == 200
        answer(session, again)
        first, second = events(again, 2)
        assert first == event
        assert second["id"] != event["id"]
        assert again.end(signal.SIGTERM) == 0
    assert "Traceback" not in "\n".join(again.lines)


def test_the_demo_prints_a_parents_link_that_works_once(tmp_path):
    """S0-12: the address that the demo prints opens the survey without signing in, and once."""
    with running(tmp_path) as demo:
        (link,) = [line.strip() for line in demo.lines if "/sop/family/" in line]
        page = BeautifulSoup(requests.get(link, timeout=PATIENCE).text, "html.parser")
        form = page.main.form
        fields = {
            f["name"]: f["value"] for f in form.select("input[type=hidden], input[value='4']")
        }
        sent = requests.post(demo.site + form["action"], fields, timeout=PATIENCE)
        assert sent.url.startswith(f"{demo.site}/sop/family/thanks/")
        assert requests.get(link, timeout=PATIENCE).status_code == 404
        assert demo.end() == 0
    token = link.split("/")[-2]
    assert [token in line for line in demo.lines].count(True) == 1, "nothing logs it"


def test_the_demo_has_three_cases_and_one_door_that_stays_shut(tmp_path):
    """A worker and a supervisor see the three cases; staff of another queue see none of them."""
    with running(tmp_path) as demo:
        for name, sees in (("worker", True), ("supervisor", True), ("clerk", False)):
            session = signed_in(demo, name)
            for number in (1, 2, 3):
                address = f"{demo.site}/tickets/{number}/"
                page = session.get(address, allow_redirects=False, timeout=PATIENCE)
                assert (page.status_code == 200 and 'id="sop-panel"' in page.text) is sees
        assert demo.end() == 0


def test_the_demos_pages_need_nothing_from_elsewhere(tmp_path):
    """Every style sheet, script and picture of the case page comes from this machine."""
    with running(tmp_path) as demo:
        session = signed_in(demo)
        page = BeautifulSoup(session.get(demo.case, timeout=PATIENCE).text, "html.parser")
        wanted = [tag["href"] for tag in page.select('link[rel="stylesheet"]')]
        wanted += [tag["src"] for tag in page.select("script[src], img[src]")]
        assert any("/sop/style.css" in address for address in wanted)
        for address in wanted:
            assert address.startswith("/"), address
            assert session.get(demo.site + address, timeout=PATIENCE).status_code == 200, address
        assert demo.end() == 0


def test_a_port_that_is_taken_is_said_plainly(tmp_path):
    """A second server does not start: a sentence that names the port and the way out, and code 1."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = Demo(tmp_path, PORT=str(port))
        said, _ = demo.process.communicate(timeout=PATIENCE)
    assert demo.process.returncode == 1
    assert f"Port {port}" in said
    assert "PORT=" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("port", ["eighty", "70000", "-1", "٣"])
def test_a_port_that_is_none_is_said_plainly(tmp_path, port):
    """A PORT that is no port ends with code 2."""
    demo = Demo(tmp_path, PORT=port)
    said, _ = demo.process.communicate(timeout=PATIENCE)
    assert demo.process.returncode == 2
    assert port in said
    assert "Traceback" not in said
