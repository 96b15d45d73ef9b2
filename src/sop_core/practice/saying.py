"""A statement in one plain sentence, from its parts; and the question that each part answers.

The words are this project's own, offered as samples, and a host may ask in its own. Each part stands in
the sentence once, as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from sop_core.practice.statement import OPTIONAL, PARTS, Statement, StatementKind
from sop_core.types import Translation

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

_QUESTIONS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "who_reported": ("Who told us?", "By role: a teacher, a neighbor, the child."),
        "caregiver_action": ("What did the caregiver do, or leave undone?", "What a camera would have seen."),
        "impact_on_child": ("What did that do to the child?", "In body, in feelings, in daily life."),
        "who_worries": ("Who is worried?", "Everybody who is, by role, the family too."),
        "caregiver_might": ("What might the caregiver do, or leave undone?", "A thing done, not what somebody is."),
        "situation": ("In what situation could it happen?", "When, where, and what comes before."),
        "possible_impact": ("What might it do to the child?", "The harm that everybody wants to prevent."),
        "caregivers_doing": ("What will the caregivers be doing instead?", "Something to see, not a class."),
        "child_sees": ("What will the child see and feel?", "In words that the child would use."),
        "others_see": ("What will others see?", "The network, the school, you. You may leave this out."),
        "how_long": ("For how long will it have to be seen?", "Long enough for everybody to trust it."),
        "caregiver": ("Who protects the child?", "Which caregiver, by role."),
        "act_of_protection": ("What does this caregiver do?", "An act, not a promise."),
        "danger_met": ("Which danger does it meet?", "The one that stands in the danger statement."),
        "over_time": ("Over what time was it seen?", "From when to when, and by whom."),
    },
    "es": {
        "who_reported": ("¿Quién nos lo contó?", "Por su papel: una maestra, un vecino, la niña o el niño."),
        "caregiver_action": ("¿Qué hizo, o dejó de hacer, la persona que cuida?", "Lo que habría visto una cámara."),
        "impact_on_child": ("¿Qué le hizo eso a la niña o al niño?", "En su cuerpo, sus emociones, su día."),
        "who_worries": ("¿Quién está preocupado?", "Todas las personas, por su papel; también la familia."),
        "caregiver_might": ("¿Qué podría hacer, o dejar de hacer, quien cuida?", "Algo que se hace, no cómo es."),
        "situation": ("¿En qué situación podría pasar?", "Cuándo, dónde y qué pasa antes."),
        "possible_impact": ("¿Qué podría hacerle a la niña o al niño?", "El daño que todos quieren evitar."),
        "caregivers_doing": ("¿Qué harán en su lugar las personas que cuidan?", "Algo que se pueda ver, no una clase."),
        "child_sees": ("¿Qué verá y sentirá la niña o el niño?", "Con palabras que usaría."),
        "others_see": ("¿Qué verán otras personas?", "La red, la escuela, usted. Puede dejarlo en blanco."),
        "how_long": ("¿Durante cuánto tiempo tendrá que verse?", "Lo bastante para que todos confíen."),
        "caregiver": ("¿Quién protege a la niña o al niño?", "Qué persona que cuida, por su papel."),
        "act_of_protection": ("¿Qué hace esta persona?", "Un acto, no una promesa."),
        "danger_met": ("¿A qué peligro responde?", "Al que está en la declaración de peligro."),
        "over_time": ("¿Durante cuánto tiempo se vio?", "De cuándo a cuándo, y quién lo vio."),
    },
}  # fmt: skip


@frozen(kw_only=True)
class StatementStep:
    """One part of a statement as a step: its id, a question, a line of help, and whether it may be left out."""

    part: str
    question: str
    hint: str
    optional: bool
    locale: str
    translation: Translation


def _spoken(locale: str) -> str:
    return "es" if locale.lower().partition("-")[0] == "es" else "en"


def statement_steps(kind: StatementKind | str, locale: str = "en") -> tuple[StatementStep, ...]:
    """The parts of a kind in the order in which they are asked, each with its question (C-30).

    English, or Spanish as a draft that no person has reviewed; another language gets English. Raises
    ValueError for what is no kind.
    """
    spoken = _spoken(locale)
    trust = Translation.ORIGINAL if spoken == "en" else Translation.DRAFT
    return tuple(
        StatementStep(
            part=part,
            question=_QUESTIONS[spoken][part][0],
            hint=_QUESTIONS[spoken][part][1],
            optional=part in OPTIONAL,
            locale=spoken,
            translation=trust,
        )
        for part in PARTS[StatementKind(kind)]
    )


def said(statement: Statement, locale: str = "en") -> str:
    """The statement as plain sentences, each part as it was written; what is missing is three dots (C-30)."""
    spoken = _spoken(locale)
    parts = {name: _ended(statement.parts.get(name)) for name in PARTS[statement.kind]}
    if "others_see" in parts:
        others = statement.parts.get("others_see")
        parts["others_see"] = _OTHERS[spoken].format(_ended(others)) if others else ""
    who = {"who_reported", "who_worries", "caregiver"}
    plain = {name: statement.parts.get(name) or _GAP for name in who & parts.keys()}
    return _SENTENCES[spoken][statement.kind].format(**{**parts, **plain})


def _ended(text: str | None) -> str:
    if not text:
        return _GAP
    return text if text.rstrip()[-1:] in (".", "!", "?", "…", "”", '"') else f"{text.rstrip()}."
