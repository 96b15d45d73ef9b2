"""The page of releases as a file that somebody opens, at a desk, on a phone and on paper."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from markupsafe import Markup

from sop_core import Sop, render
from sop_core.reporting import (
    Audience,
    BarsOf,
    Spread,
    compare,
)
from sop_core.reporting.releases import Bar, Distributed, DistributionRow, Interval
from tests.browser.driver import violations
from tests.unit._reported import release

pytestmark = pytest.mark.browser

KNOWN = [
    Sop.load(plugins=False).catalog.instrument(name)
    for name in ("leader_assessment", "parent_guardian_survey", "social_worker_assessment")
]
LEADER, PARENTS, WORKER = KNOWN
CELLS = {
    "": (148, "3.41"), "county-07": (148, "3.41"), "county-07/north": (61, "3.62"), "county-07/north/unit-1": None,
    "county-07/north/unit-2": (30, "3.5"), "county-07/north/unit-3": None, "county-07/south": (87, "3.27"),
    "county-07/south/unit-4": 0, "@caseload=ongoing": (90, "3.5"), "@caseload=intake": (58, "3.27"),
}  # fmt: skip


def releases():
    """Everything that a release may hold: parts, spread, a distribution, two cycles, three surveys, a correction."""
    names = [scale.id for scale in WORKER.scales]
    now = release(dict.fromkeys(names, CELLS), "w4", instrument=WORKER, edition=1)
    then = release(dict.fromkeys(names, CELLS), "w3", instrument=WORKER, cycle="2026-Q3")
    leads = release({one.id: CELLS for one in LEADER.scales}, "l4", instrument=LEADER)
    heard = [scale.id for scale in PARENTS.scales]
    parents = release(dict.fromkeys(heard, CELLS), "p4", instrument=PARENTS)
    ends = Interval(low=Decimal("3.3"), high=Decimal("3.52"))
    now, then = (
        evolve(one, spread=tuple(Spread), rows=tuple(
            evolve(row, sd=Decimal("0.8"), median=Decimal("3.5"), interval=ends) if row.n else row
            for row in one.rows
        ))
        for one in (now, then)
    )  # fmt: skip
    bars = (
        Bar(of=("1", "2"), low=1, high=2),
        Bar(of=("3",), low=3, high=3),
        Bar(of=("4", "5"), low=4, high=5),
    )
    asked = Distributed(id="heard_listens", kind=BarsOf.ITEM, bars=bars)
    rows = (
        DistributionRow(scope=(), distribution=asked.id, n=148, bars=(30, 40, 78), withheld=False),
        DistributionRow(scope=("county-07", "north"), distribution=asked.id, n=None, bars=None, withheld=True),
    )  # fmt: skip
    return [now, then, leads, evolve(parents, distributed=(asked,), distributions=rows)]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The page in English of all, in Spanish of parents' results, and of the inside in the dark."""
    folder, every = tmp_path_factory.mktemp("report"), releases()
    inside = evolve(every[0], audience=Audience.INTERNAL)
    made = {
        "en": render.report(compare(every, KNOWN)),
        "es": render.report(compare(every[3:], KNOWN), locale="es"),
        "inside": Markup('<div class="sop-dark">{}</div>').format(
            render.report(compare([inside], KNOWN))
        ),
    }
    for name, page in made.items():
        locale = name if name == "es" else "en"
        whole = render.whole_page(page, title=render.report_title(locale), locale=locale)
        (folder / f"{name}.html").write_text(whole, "utf-8")
    return folder


@pytest.fixture
def opened(browser, files):
    """Open a file; whatever it asks of the network, and whatever goes wrong in it, is noted."""
    contexts, noted = [], []

    def make(name, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda asked: noted.append(asked.url))
        page.on("console", lambda said: noted.append(said.text))
        page.on("pageerror", lambda wrong: noted.append(str(wrong)))
        page.goto(f"file://{files}/{name}.html")
        assert noted == [f"file://{files}/{name}.html"]
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["en", "es", "inside"])
def test_a_report_passes_axe_and_asks_the_network_for_nothing(opened, shot, name):
    """Issue 6: accessible tables, pictures with a name, enough contrast; one file that loads nothing."""
    page = opened(name)
    shot(page, f"report-{name}")
    assert page.locator("svg[role=img]").count() >= 6
    assert violations(page) == []


@pytest.mark.parametrize("name", ["en", "es"])
def test_a_report_fits_a_phone(opened, shot, name):
    """WCAG 1.4.10: at 320 pixels nothing but a wide table scrolls sideways, and a keyboard can scroll that."""
    page = opened(name, viewport={"width": 320, "height": 700})
    shot(page, f"report-{name}-320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for chart in page.locator("svg[role=img]").all():
        box = chart.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    assert violations(page) == []


@pytest.mark.parametrize("name", ["en", "es", "inside"])
def test_nothing_in_a_picture_runs_out_of_it_or_into_another(opened, name):
    """Issue 6: names, marks and numbers stand apart, whatever letters a machine has."""
    page = opened(name)
    found = page.evaluate(
        """() => [...document.querySelectorAll("svg[role=img]")].flatMap(svg => {
            const whole = svg.getBoundingClientRect()
            const marks = [...svg.querySelectorAll("path[fill=currentColor]")]
            const texts = [...svg.querySelectorAll("text")]
            const boxes = [...texts, ...marks].map(one => [one, one.getBoundingClientRect()])
            const said = []
            for (const [one, box] of boxes)
                if (box.left < whole.left - 1 || box.right > whole.right + 1 || box.bottom > whole.bottom + 1)
                    said.push(`out: ${one.textContent}`)
            for (const [i, [one, a]] of boxes.entries())
                for (const [other, b] of boxes.slice(i + 1))
                    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)
                        said.push(`over: ${one.textContent} and ${other.textContent}`)
            return said
        })"""
    )
    assert found == []


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_a_report_prints(opened, tmp_path, paper):
    """Issue 6: to read on paper, in gray: no table is cut off at the side."""
    page = opened("en", viewport={"width": 720, "height": 1000})
    page.emulate_media(media="print")
    pdf = page.pdf(format=paper)
    assert pdf.startswith(b"%PDF")
    wide = page.evaluate(
        """() => [...document.querySelectorAll("table")]
            .filter(one => one.getBoundingClientRect().right > innerWidth).length"""
    )
    assert wide == 0
