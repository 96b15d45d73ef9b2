"""Releases as sop_core draws them: the report to read and to print, and its rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from helpdesk.models import Queue

from sop_core import MissingExtra, NotFound
from sop_core import render as sop_render
from sop_core.reporting import Comparison, Release
from sop_helpdesk import adapter
from sop_helpdesk.conf import conf
from sop_helpdesk.releases.counting import Scope, cycles


def beside(releases: Sequence[Release]) -> Comparison:
    """Releases beside each other, cycles in the county's own order; CallRefused where that is not known."""
    used = {one.cycle for one in releases}
    order = [one for one in reversed(cycles(timezone.localdate())) if one in used]
    return adapter.engine().compare(releases, cycles=order if len(order) == len(used) else ())


def report(comparison: Comparison) -> str:
    """The report; with pictures where the extra `charts` is installed, and whole without."""
    try:
        return str(sop_render.report(comparison, heading_level=2, names=names()))
    except MissingExtra:
        return str(sop_render.report(comparison, heading_level=2, charts=False, names=names()))


def names() -> dict[Scope, str]:
    """What groups are called on a report: queues by their titles, and what the county says of any group."""
    top = tuple(conf().scope)
    queues = Queue.objects.values_list("slug", "title")
    return {**{(*top, slug): title for slug, title in queues}, **conf().names}


def title(release: Release) -> str:
    """What it is of; the instrument's id where its version is loaded no more."""
    of = release.instrument
    try:
        name = adapter.engine().catalog.instrument(of.id, of.version).title.get("en")
    except NotFound:
        name = of.id
    corrected = f", correction {release.edition}" if release.edition else ""
    return f"{name}, {release.cycle}{corrected}"
