"""What prompts may look at, of a case: days, counts and what is noticed. Never a word that somebody wrote."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sop_core.documents import value_of
from sop_core.practice import (
    FieldRecord,
    Notice,
    Statement,
    StatementKind,
    child_words,
    notice_dangers,
    noticed_facts,
    notices,
)
from sop_helpdesk import adapter
from sop_helpdesk.casework.records import CaseFile


def facts_of(case: CaseFile, locale: str = "en") -> dict[str, Any]:
    """The facts of a case: since when it is open, its statements by kind, and what is noticed in what stands now."""
    statements = [value_of(one, Statement) for one in case.standing("statement")]
    counts = {
        f"statements.{kind}": sum(one.kind is kind for one in statements) for kind in StatementKind
    }
    return {
        "case.opened_on": timezone.localdate(case.ticket.created).isoformat(),
        **counts,
        **noticed_facts(noticed(case, locale)),
    }


def noticed(case: CaseFile, locale: str = "en") -> list[Notice]:
    """What is noticed: in the last page of each tool, in each statement, and in the statements together."""
    lexicons, words = adapter.engine().catalog.lexicons(locale), child_words(locale)
    pages = [value_of(one, FieldRecord) for one in case.standing("field-record")]
    last = {page.tool: page for page in pages}
    found: list[Notice] = []
    for page in last.values():
        before = [one for one in pages if one.tool is page.tool and one is not page]
        earlier = before[-1] if before else None
        found += notices(page, earlier=earlier, words=words, lexicons=lexicons)
    for one in case.standing("statement"):
        found += notices(value_of(one, Statement), lexicons=lexicons)
    found += notice_dangers(one for one in case.values() if isinstance(one, Statement))
    return found
