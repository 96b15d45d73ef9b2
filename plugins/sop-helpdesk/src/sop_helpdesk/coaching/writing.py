"""The agreement as it is written: its fields, its record at each step, and what it says in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from sop_core.profiles import linear_order
from sop_helpdesk import adapter
from sop_helpdesk.coaching import records
from sop_helpdesk.coaching.fields import Field, Sent, text

CONTEXTS = (
    ("field", "The everyday work"),
    ("orientation", "Orientation as a new worker"),
    ("core_training", "Core training"),
)
SHARED = (
    ("rating", "My ratings on the practice profiles"),
    ("goal", "My goals"),
    ("goal-event", "How far I am with a goal"),
    ("coaching-session", "What I write in our sessions"),
    ("administration", "My own pages of the social worker assessment"),
)
_TALK = (
    ("purpose", "What is it for?", "Why the two of you want to use practice profiles."),
    ("context", "What is going on around it?", ""),
    ("stakeholders", "Who is concerned?", "Roles, not names."),
    ("desired_outcomes", "What should be different in the end?", ""),
)


def fields(people: Sequence[tuple[str, str]]) -> list[Field]:
    """What the worker fills in (S1-17, S1-18)."""
    today = timezone.localdate()
    return [
        Field(name="partner", label="Who goes along with you?", kind="choice", choices=people),
        Field(
            name="role",
            label="As what?",
            kind="choice",
            choices=[("supervisor", "My supervisor"), ("coach", "My coach")],
        ),
        Field(
            name="setting", label="Where does it belong?", path="$.context", kind="choice",
            choices=CONTEXTS, first="field",
        ),
        *(
            Field(name=name, label=label, hint=hint, path=f"$.dialogue.{name}")
            for name, label, hint in _TALK
        ),
        Field(
            name="hopes", label="Your best hopes", path="$.dialogue.hopes.worker",
            hint="Of using the profiles together. The other writes theirs beside yours.",
        ),
        Field(name="fears", label="Your worst fears", path="$.dialogue.fears.worker"),
        Field(
            name="every", label="You meet once in how many?", kind="number", first="1",
            path="$.terms.frequency.every",
        ),
        Field(
            name="unit", label="Weeks or months?", kind="choice", first="month",
            choices=[("week", "Weeks"), ("month", "Months")], path="$.terms.frequency.unit",
        ),
        Field(
            name="minutes", label="For how many minutes?", kind="number", first="120",
            path="$.terms.minutes",
        ),
        Field(
            name="internal_use", label="What may be used inside the agency, and what not?",
            path="$.terms.internal_use",
        ),
        Field(
            name="not_for_appraisal", label="Not for appraisal", kind="checks",
            choices=[("yes", "Nothing of this is used in a performance appraisal.")],
            path="$.terms.not_for_appraisal",
        ),
        Field(
            name="confidential", label="Confidential", kind="checks",
            choices=[("yes", "It stays between us, unless a safety concern is not being addressed.")],
            path="$.terms.confidential",
        ),
        Field(
            name="shares", label="What may the other see of yours?", kind="checks", needed=False,
            choices=SHARED, first="rating\ngoal\ngoal-event\ncoaching-session", path="$.shares",
        ),
        Field(
            name="mode", label="How do you use the profiles?", kind="choice", first="together",
            choices=[("together", "All together"), ("linear", "One after the other, in their order")],
            path="$.mode",
        ),
        Field(
            name="combined", label="If your agency does both in one", kind="checks", needed=False,
            choices=[("yes", "Our agency combines coaching with appraisal after all.")],
            hint="It is written down, and the profiles stay closed to the appraisal all the same.",
            path="$.combined_with_appraisal",
        ),
        Field(
            name="starts", label="From", kind="date", first=today.isoformat(), path="$.starts"
        ),
        Field(
            name="ends", label="Until", kind="date", path="$.ends",
            first=(today + dt.timedelta(days=365)).isoformat(),
        ),
    ]  # fmt: skip


def draft(given: Sent, *, id_: str, worker: str, partner: str) -> dict[str, Any]:
    """The worker's draft: no agreement to anything yet."""
    role, linear = text(given, "role"), text(given, "mode") == "linear"
    talk = {name: text(given, name) for name, _, _ in _TALK}
    return {
        **records.new("agreement", id_, worker=worker),
        "status": "draft",
        role: partner,
        "context": text(given, "setting"),
        "dialogue": {
            **talk,
            "hopes": {"worker": text(given, "hopes")},
            "fears": {"worker": text(given, "fears")},
        },
        "terms": {
            "frequency": {"every": int(text(given, "every")), "unit": text(given, "unit")},
            "minutes": int(text(given, "minutes")),
            "internal_use": text(given, "internal_use"),
            "not_for_appraisal": text(given, "not_for_appraisal") == "yes",
            "confidential": text(given, "confidential") == "yes",
            "exception": "unaddressed_safety_concern",
        },
        "shares": {role: [value for value in given.get("shares", ()) if value]},
        "mode": "linear" if linear else "together",
        **({"order": order()} if linear else {}),
        "combined_with_appraisal": text(given, "combined") == "yes",
        "assents": [],
        "starts": text(given, "starts"),
        "ends": text(given, "ends"),
    }


def order() -> list[str]:
    """The profiles in the order that their prerequisites give (S1-10)."""
    return [one.ref.id for one in linear_order(adapter.engine().catalog.active_profiles)]


def joined(
    draft: Mapping[str, Any], *, id_: str, party: str, said: Mapping[str, str]
) -> dict[str, Any]:
    """The draft with the partner's hopes and fears, and their yes."""
    dialogue = draft["dialogue"]
    both = {name: {**dialogue[name], party: said[name]} for name in ("hopes", "fears")}
    return {
        **draft,
        "id": id_,
        "made_at": records.now(),
        "dialogue": {**dialogue, **both},
        "assents": [*draft["assents"], _assent(party)],
    }


def confirmed(draft: Mapping[str, Any], *, id_: str) -> dict[str, Any]:
    """The agreement: both have said yes."""
    return {
        **draft,
        "id": id_,
        "made_at": records.now(),
        "status": "complete",
        "assents": [*draft["assents"], _assent("worker")],
    }


def ended(agreement: Mapping[str, Any], *, id_: str, by: str, on: str) -> dict[str, Any]:
    """The agreement, ended by one party."""
    return {
        **agreement,
        "id": id_,
        "made_at": records.now(),
        "status": "amended",
        "supersedes": records.ref(agreement),
        "ended": {"by": by, "on": on},
    }


def _assent(party: str) -> dict[str, str]:
    return {"party": party, "on": timezone.localdate().isoformat()}


def said(agreement: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What an agreement or its draft says, part by part, for both to read."""
    talk, terms = agreement["dialogue"], agreement["terms"]
    every, unit = terms["frequency"]["every"], terms["frequency"]["unit"]
    often = f"Once a {unit}" if every == 1 else f"Once in {every} {unit}s"
    kinds = dict(SHARED)
    parts = [(label, [talk[name]]) for name, label, _ in _TALK]
    for name, label in (("hopes", "Best hopes"), ("fears", "Worst fears")):
        lines = [f"{_who(agreement, party)}: {words}" for party, words in talk[name].items()]
        parts.append((label, lines))
    rules = [f"{often}, {terms['minutes']} minutes.", terms["internal_use"]]
    rules.append("Nothing of this is used in a performance appraisal.")
    rules.append("It stays between us, unless a safety concern is not being addressed.")
    if agreement.get("combined_with_appraisal"):
        rules.append("Our agency combines coaching with appraisal. The profiles stay closed to it.")
    parts.append(("Terms", rules))
    for party, shared in agreement["shares"].items():
        lines = [kinds[kind] for kind in shared] or ["Nothing."]
        parts.append((f"What {_who(agreement, party)} may see of the worker's", lines))
    parts.append(("Valid", [f"From {agreement['starts']} to {agreement['ends']}."]))
    return parts


def _who(agreement: Mapping[str, Any], party: str) -> str:
    return records.name_of(agreement[party])
