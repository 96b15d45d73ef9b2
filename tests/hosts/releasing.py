"""A lead's way through the pages of group results, for the suites that go it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from sop_core.documents import canonical, tally_lines
from sop_core.reporting import Tally
from sop_helpdesk.models import ReleaseCounts, ReleaseEntry
from sop_helpdesk.releases import counting
from tests.hosts.support import ASSESSMENT, Page, Person

HOME = "/sop/releases/"
DECIDED = {"on": "2026-10-01", "by": "practice_council", "why": "Units are small."}
INSIDE = {
    "$schema": "urn:sop:schema:release-policy:1", "id": "inside", "audience": "internal",
    "min_cell": 5, "min_subjects": 5, "decided": DECIDED,
}  # fmt: skip


def over() -> str:
    return counting.cycles(timezone.localdate())[0]


def ask(person: Person, instrument: str = ASSESSMENT, **chosen: object) -> Page:
    """The form as it comes, with what is chosen otherwise, sent."""
    return send(person, f"{HOME}ask/{instrument}/", **{"purpose": "cqi", **chosen})


def correct(person: Person, entry: ReleaseEntry, **chosen: object) -> Page:
    """The form of a correction as it comes, with what is chosen otherwise, sent."""
    return send(person, f"{HOME}{entry.release}/correct/", **chosen)


def send(person: Person, address: str, **chosen: object) -> Page:
    page = person.get(address)
    assert page.status == 200, page.text[:500]
    fields: dict[str, object] = {}
    for field in page.soup.main.form.select("input[type=hidden], input[checked]"):
        fields.setdefault(str(field["name"]), [])
        fields[str(field["name"])] = [*list(fields[str(field["name"])]), str(field["value"])]
    return person.post(address, {**fields, **chosen})


def publish(person: Person, look: Page) -> Page:
    form = look.soup.main.form
    hidden = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    return person.post(form["action"], hidden)


def published(person: Person, *args: object, **chosen: object) -> ReleaseEntry:
    page = publish(person, ask(person, *args, **chosen))
    assert page.status == 200, page.text
    return ReleaseEntry.objects.order_by("at").last()


def shown(page: Page) -> dict[str, list[str]]:
    """The averages of a report: the narrowest name of each group, and for each scale mean and people."""
    found: dict[str, list[str]] = {}
    for table in page.soup.select(".sop-report table"):
        n_scales = len(table.select("thead th[scope=colgroup]"))
        for row in table.select("tbody tr") if n_scales else ():
            cells = [
                cell.text for cell in row.select("td") for _ in range(int(cell.get("colspan", 1)))
            ]
            pairs = [(cells[at], cells[at + 1]) for at in range(0, 2 * n_scales, 2)]
            said = found.setdefault(row.th.text.split(" / ")[-1], [])
            said += ["not shown" if "not shown" in mean else f"{mean} ({n})" for mean, n in pairs]
    return found


def tables(page: Page) -> dict[str, dict[str, list[str]]]:
    """Every table of a report: by its caption, each group's cells."""
    return {
        table.caption.get_text(" ", strip=True): {
            row.th.get_text(" ", strip=True): [cell.text for cell in row.select("td")]
            for row in table.select("tbody tr")
        }
        for table in page.soup.select(".sop-report table")
    }


def counted_as(counts: Tally, **more: Mapping[str, Any]) -> None:
    """The counts of the cycle, as the first look kept them."""
    ReleaseCounts.objects.create(
        instrument="small",
        cycle="q4",
        day=timezone.localdate(),
        workers=canonical([]),
        tally=b"".join(tally_lines(counts)).decode(),
        **more,
    )
