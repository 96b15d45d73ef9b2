"""How a worker takes part: their own choice, changed when they like, and back again (S1-13 to S1-16).

Nobody else sees it here, and nothing on it is ever late.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sop_helpdesk.casework import learning
from sop_helpdesk.coaching import ratings, records
from sop_helpdesk.coaching.fields import Field, Sent, text
from sop_helpdesk.coaching.pages import Asked, at, coaching_page, page
from sop_helpdesk.coaching.records import Document, keep
from sop_helpdesk.coaching.writing import CONTEXTS
from sop_helpdesk.models import SopRecord, Token
from sop_helpdesk.pages import Pass

STATES = (
    ("not_engaged", "Not now"),
    ("observing", "I watch others use it first"),
    ("trying_on", "I try it on for a while"),
    ("early_adopter", "I go ahead and use it already"),
    ("formal_coaching", "I take part in coaching under an agreement"),
)


def chosen(worker: str) -> list[Document]:
    """The choices of a worker, oldest first."""
    rows = SopRecord.objects.filter(kind="participation", person=worker)
    found = map(json.loads, rows.values_list("document", flat=True))
    return sorted(found, key=lambda one: dt.datetime.fromisoformat(one["made_at"]))


@coaching_page
def part(request: HttpRequest) -> HttpResponse:
    """Choose, change, go back."""
    worker = Token.of(request.user)
    before = chosen(worker)
    asked = Asked(kind="coaching.part", what="", fields=_fields(before), submit="This is my choice")

    def act(given: Sent, once: Pass) -> None:
        document = records.new(
            "participation",
            once.record,
            worker=worker,
            chosen_by=worker,
            state=text(given, "state"),
            context=text(given, "setting"),
            **({"check_in": text(given, "check_in")} if text(given, "check_in") else {}),
            **(
                {"observed": _observed(given)}
                if text(given, "practice") or text(given, "where")
                else {}
            ),
            **({"after": records.ref(before[-1])} if before else {}),
        )
        keep(document, worker=worker, relation=records.Relation("", tuple(before)))

    form = asked.taken(request, act) if request.method == "POST" else asked.shown(request)
    if form is None:
        return redirect(at("part"))
    names = dict(STATES)
    lines = [(names[one["state"]], one["made_at"][:10], one.get("check_in")) for one in before]
    return page(
        request, "part", title="How I take part", back=(at("mine"), "My coaching"), form=form,
        now=lines[-1:], earlier=list(reversed(lines[:-1])), screens=at("part_screens"),
    )  # fmt: skip


@coaching_page
def screens(request: HttpRequest) -> HttpResponse:
    """Whether the worker's own screens may know what they are learning: off until they say so (S2-18)."""
    asked = Asked(
        kind="coaching.screens",
        what="",
        fields=[
            Field(
                name="screens", kind="choice", choices=SCREENS,
                label="May your own screens ask first about what you are working on in coaching?",
                first="yes" if learning.agreed(request.user) else "no",
                hint="The skills of your last focus in coaching. Nobody else's screen knows them.",
            )
        ],
        submit="Keep this choice",
    )  # fmt: skip

    def act(given: Sent, _: Pass) -> None:
        learning.choose(request.user, agreed=text(given, "screens") == "yes")

    form = asked.taken(request, act) if request.method == "POST" else asked.shown(request)
    if form is None:
        return redirect(at("part"))
    return page(
        request, "form", title="What my screens may know", form=form,
        back=(at("part"), "How I take part"),
    )  # fmt: skip


SCREENS = (("yes", "Yes, my own screens alone"), ("no", "No"))


def _observed(given: Sent) -> list[dict[str, Any]]:
    on = text(given, "on") or timezone.localdate().isoformat()
    return [{"practice": text(given, "practice"), "setting": text(given, "where"), "on": on}]


def _fields(before: list[Document]) -> list[Field]:
    return [
        Field(
            name="state", label="What fits you now?", path="$.state", kind="choice", choices=STATES
        ),
        Field(
            name="setting", label="Where does it belong?", path="$.context", kind="choice",
            choices=CONTEXTS, first=before[-1]["context"] if before else "field",
        ),
        Field(
            name="check_in", label="If you try it on: when do you want to look back at it?",
            path="$.check_in", kind="date", needed=False,
        ),
        Field(
            name="practice", label="If you watch others: what did you watch?", kind="choice",
            path="$.observed[0].practice", needed=False, choices=practices(),
        ),
        Field(
            name="where", label="Where was it?", kind="choice", needed=False,
            path="$.observed[0].setting", choices=WHERE,
        ),
        Field(name="on", label="On which day?", kind="date", needed=False, path="$.observed[0].on"),
    ]  # fmt: skip


WHERE = (("field", "In the field"), ("unit", "In a unit meeting"), ("group", "In a group"))


def practices() -> list[tuple[str, str]]:
    """The practices that have a profile."""
    return [(one.practice, ratings.title(one)) for one in ratings.profiles()]
