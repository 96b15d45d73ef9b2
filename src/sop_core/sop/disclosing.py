"""The gate: a person's records read and checked, the table asked, then the plugins; then it is shown.

Everything fails closed. A record that is not sound cannot be believed about whose it is, so nobody
sees it. What is refused is said without a word of what the records hold, and without their tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sop_core.access.disclosing import Disclosure, grant
from sop_core.access.facts import Place, Under, plain
from sop_core.access.records import DisclosureRecord
from sop_core.access.refusing import call_issues, refusals
from sop_core.documents import digest, digest_of, disclosure_events_of
from sop_core.errors import DisclosureRefused, Issue, json_path
from sop_core.instruments import Administration
from sop_core.sop.evidence import (
    Seen,
    agreements_in,
    by_digest,
    document_of,
    listed_in,
    see,
    under_of,
)
from sop_core.types import RecordRef, is_id

if TYPE_CHECKING:
    from sop_core.catalog import Catalog
    from sop_core.hooks import Plugins


def _against(
    seen: Iterable[Seen], *, viewer: object, purpose: object, under: Under | None
) -> tuple[Issue, ...]:
    """All that stands against it, each once, in the order of the call."""
    issues: dict[Issue, None] = {}
    first: Administration | None = None
    for one in seen:
        issues |= dict.fromkeys(one.issues)
        said = (
            refusals(one.facts, viewer=viewer, purpose=purpose, under=under, place=one.place)
            if one.facts
            else call_issues(viewer=viewer, purpose=purpose)
        )
        issues |= dict.fromkeys(said)
        if isinstance(one.record, Administration):
            first = first or one.record
            if first.instrument.id != one.record.instrument.id:
                issues[_another_instrument(one.place)] = None
    return tuple(issues)


def _another_instrument(place: Place) -> Issue:
    return Issue(
        "earlier_of_another_instrument",
        json_path(*place, "instrument", "id"),
        "The earlier record is of another instrument than the record that is asked for. A page sets one "
        "instrument's cycles beside each other, and instruments are never merged (S0-05).",
        fix="Pass earlier records of the same instrument, and ask for the others by themselves.",
    )


def _entry(
    seen: list[Seen], *, viewer: object, purpose: object, day: str, granted: bool
) -> DisclosureRecord | None:
    """What a host may keep of the decision; None where the call names no record, viewer or purpose.

    Nor is there one beside an anonymous record: it would join a token to it, and a digest of few
    answers can be found out by trying them all.
    """
    who, what, kind = plain(viewer), plain(purpose), seen[0].kind
    if who is None or what is None or not (is_id(who) and is_id(what)) or kind is None:
        return None
    records = [one.record for one in seen if one.record is not None]
    if any(isinstance(one, Administration) and one.respondent is None for one in records):
        return None
    refs = [RecordRef(one.id, digest(one)) for one in records]
    said: dict[str, Any] = {
        "kind": kind,
        "records": [[ref.id, ref.digest] for ref in refs],
        "viewer": who,
        "purpose": what,
        "day": day,
        "granted": granted,
    }
    return DisclosureRecord(
        id=digest_of(said).removeprefix("sha256:")[:32],
        kind=kind,
        record=refs[0],
        earlier=tuple(refs[1:]),
        viewer=who,
        purpose=what,
        day=day,
        granted=granted,
    )


def _denied(seen: list[Seen], viewer: object, purpose: object, plugins: Plugins) -> list[Issue]:
    """What plugins have against it, each asked once for every kind; one that fails has (DESIGN 5)."""
    issues: list[Issue] = []
    for kind in dict.fromkeys(str(one.kind) for one in seen):
        said = plugins.decide(
            "sop_authorize", viewer=plain(viewer), purpose=plain(purpose), kind=kind
        )
        issues += [_no_of(one.plugin, one.reason) for one in said.denials]
    return issues


def _no_of(plugin: str, reason: str) -> Issue:
    return Issue(
        "plugin_denied",
        "$",
        f"The plugin {plugin} denies it: {reason}",
        fix="What a plugin denies, no caller can grant; sop.health() says how the plugin is doing.",
    )


def disclosed(
    record: object,
    *,
    viewer: object,
    purpose: object,
    agreement: object,
    earlier: object,
    catalog: Catalog,
    plugins: Plugins,
    day: str,
) -> Disclosure:
    """The records opened to the viewer; DisclosureRefused with all that stands against it."""
    asked: Mapping[str, Any] = {"viewer": viewer, "purpose": purpose}
    records = [document_of(one) for one in (record, *listed_in("earlier", earlier))]
    agreements = [document_of(one) for one in agreements_in(agreement)]
    beside = by_digest((*records, *agreements))
    under, wrong = under_of(agreements, day, catalog=catalog, beside=beside)
    shown = by_digest(records)
    known: Mapping[str, Any] = {
        "catalog": catalog,
        "beside": beside,
        "shown": shown,
        "under": under,
    }
    seen = [see(one, _place(at), **known) for at, one in enumerate(records)]
    # Once the core has nothing against it, a plugin may have.
    found = _against(seen, **asked, under=under)
    issues = (*wrong, *(one for one in found if not wrong or one.code != "agreement_needed"))
    issues = issues or tuple(dict.fromkeys(_denied(seen, viewer, purpose, plugins)))
    entry = _entry(seen, **asked, day=day, granted=not issues)
    events = disclosure_events_of(entry, day)
    if issues or entry is None:
        raise DisclosureRefused(
            "Nothing is shown. Whose a record is, who looks and what for decide together.",
            issues=issues,
            entry=entry,
            events=events,
        )
    instrument = seen[0].instrument
    return grant(
        seen[0].record,
        earlier=tuple(one.record for one in seen[1:]),
        facts=tuple(one.facts for one in seen if one.facts is not None),
        under=under,
        instrument=instrument,
        entry=entry,
        events=events,
        carry=None
        if instrument is None
        else lambda older: catalog.as_read_by(older, version=instrument.version),
    )


def _place(at: int) -> Place:
    """The record, or its place among the earlier ones."""
    return ("earlier", at - 1) if at else ("record",)
