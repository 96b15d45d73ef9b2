"""The prompts of coaching's own screen: about the talk, never about anybody's work (S1-17, S2-03).

What becomes of them is kept for the viewer alone, so that a prompt that was put aside stays away.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone

from sop_core import RecordRefused, ShownPrompt, Situation
from sop_core import render as sop_render
from sop_core.coaching import SessionState
from sop_core.prompts import read_outcome
from sop_helpdesk import adapter
from sop_helpdesk.casework.learning import learning_of
from sop_helpdesk.coaching.pages import at, coaching_page
from sop_helpdesk.coaching.records import Relation
from sop_helpdesk.models import SopRecord, Token
from sop_helpdesk.pages import Pass, read_pass

SCREEN = "coaching.session"


def prompts_html(request: HttpRequest, relation: Relation, state: SessionState) -> str:
    """What may help the two to talk, at the step where their session stands."""
    viewer = Token.of(request.user)
    kept = SopRecord.objects.filter(kind="feedback", ticket=None, person=viewer)
    following = [one.step.value for one in state.next if not one.optional]
    situation = Situation(
        screen=SCREEN,
        role=adapter.role_of(request.user),
        on=timezone.localdate(),
        viewer=viewer,
        learning=learning_of(request.user),
        feedback=kept.values_list("document", flat=True),
        facts={"session.step": following[0]} if following else {},
    )

    def hidden(prompt: ShownPrompt) -> dict[str, str]:
        once = Pass.new(request.user, 0, "coaching.prompt", prompt.id, state.session)
        return {"csrfmiddlewaretoken": get_token(request), "sop_pass": once.sign()}

    return sop_render.panel(
        adapter.engine().panel(situation),
        dismiss_action=at("prompts", relation.id),
        helpful=True,
        hidden=hidden,
    )


@coaching_page
def prompts(request: HttpRequest, relation_id: str) -> HttpResponse:
    """Put a prompt of a session aside, or say that it helped, and go back to the session."""
    relation = Relation.of(relation_id)
    relation.party(request.user)
    once, said = read_pass(request, 0, "coaching.prompt"), read_outcome(_sent(request))
    if once is None or said is None:
        return redirect(at("relation", relation_id))
    viewer = Token.of(request.user)
    document = {
        "$schema": "urn:sop:schema:feedback:1",
        "id": once.record,
        "prompt": once.what,
        "screen": SCREEN,
        "outcome": said.outcome.value,
        "reason": said.reason,
        "on": timezone.localdate().isoformat(),
        "case": None,
        "viewer": viewer,
    }
    try:
        adapter.keep(document, None, person=viewer)
    except RecordRefused as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    return redirect(at("session", relation_id, str(once.version)))


def _sent(request: HttpRequest) -> dict[str, Any]:
    return dict(request.POST.lists())
