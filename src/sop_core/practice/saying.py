"""A statement in plain sentences, from its parts.

The words are this project's own. Each part stands in the sentences once, as it was written. What each part is
asked with stands in a prompt set (`statement_questions`).
"""

from __future__ import annotations

from collections.abc import Mapping

from sop_core.practice.asked import expect, kind_named
from sop_core.practice.statement import PARTS, Statement, StatementKind, is_blank

_SENTENCES: Mapping[str, Mapping[StatementKind, str]] = {
    "en": {
        StatementKind.HARM: "{who_reported} reported: {caregiver_action} What this did to the child: {impact_on_child}",
        StatementKind.DANGER: "{who_worries} said what worries them: {caregiver_might} When: {situation} What it might "
        "do to the child: {possible_impact}",
        StatementKind.SAFETY_GOAL: "What the caregivers will be doing: {caregivers_doing} What the child will see: "
        "{child_sees}{others_see} For how long: {how_long}",
        StatementKind.SAFETY_CLAIM: "{caregiver} does this to protect the child: {act_of_protection} It meets this "
        "danger: {danger_met} It was seen over this time: {over_time}",
    },
    "es": {
        StatementKind.HARM: "{who_reported} informó: {caregiver_action} Lo que esto le hizo a la niña o al niño: "
        "{impact_on_child}",
        StatementKind.DANGER: "Lo que preocupa a {who_worries}: {caregiver_might} Cuándo: {situation} Lo que podría "
        "hacerle a la niña o al niño: {possible_impact}",
        StatementKind.SAFETY_GOAL: "Lo que harán las personas que cuidan: {caregivers_doing} Lo que verá la niña o el "
        "niño: {child_sees}{others_see} Durante cuánto tiempo: {how_long}",
        StatementKind.SAFETY_CLAIM: "{caregiver} hace esto para proteger: {act_of_protection} Responde a este peligro: "
        "{danger_met} Se vio durante este tiempo: {over_time}",
    },
}
_OTHERS = {"en": " What others will see: {}", "es": " Lo que verán otras personas: {}"}
_GAP = "…"


def _spoken(locale: str) -> str:
    return "es" if locale.lower().partition("-")[0] == "es" else "en"


def said(statement: Statement, locale: str = "en") -> str:
    """The statement as plain sentences, each part as it was written; what is missing is three dots (C-30)."""
    expect(statement, Statement)
    return said_parts(statement.kind, statement.parts, locale)


def said_parts(kind: StatementKind | str, parts: Mapping[str, str], locale: str = "en") -> str:
    """The parts of a statement that is being written, as the sentences that they will make (C-30)."""
    kind, spoken = kind_named(kind), _spoken(locale)
    written = {name: text for name, text in parts.items() if not is_blank(text)}
    ended = {name: _ended(written.get(name, _GAP)) for name in PARTS[kind]}
    if "others_see" in ended:
        others = "others_see" in written
        ended["others_see"] = _OTHERS[spoken].format(ended["others_see"]) if others else ""
    who = {"who_reported", "who_worries", "caregiver"}
    plain = {name: written.get(name, _GAP) for name in who & ended.keys()}
    return _SENTENCES[spoken][kind].format(**{**ended, **plain})


def _ended(text: str) -> str:
    return text if text.rstrip()[-1:] in (".", "!", "?", "…", "”", '"') else f"{text.rstrip()}."
