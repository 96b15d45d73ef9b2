"""Instruments for tests of rendering: one with everything, and random ones."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from sop_core.instruments import (
    Condition,
    Instrument,
    Item,
    ResponseOption,
    ResponseSet,
    Section,
)
from sop_core.text import Text
from sop_core.types import DefinitionStatus, InstrumentRef, ItemType, MissingReason, Translation

REASONS = (MissingReason.NOT_APPLICABLE, MissingReason.DECLINED, MissingReason.DONT_KNOW)
CODED = (ItemType.CHOICE, ItemType.CHOICES)


def text(en: str, **more: str) -> Text:
    return Text({"en": en, **more})


def instrument(
    *items: Item, sets: dict[str, ResponseSet] | None = None, **more: object
) -> Instrument:
    """An instrument of these items, in one section."""
    given: dict[str, object] = {
        "ref": InstrumentRef("made_up", "1.0.0", "sha256:0", "sha256:1"),
        "status": DefinitionStatus.ACTIVE,
        "title": text("A form"),
        "respondent_role": "anyone",
        "source": "a test",
        "rights": "none",
        "response_sets": sets or {},
        "sections": (Section("only", text("A part"), items),),
        "scales": (),
    }
    return Instrument(**{**given, **more})


def everything(t=text, **more: object) -> Instrument:
    """Every kind of item: with and without reasons, required and not, asked always and sometimes.

    `t` makes each text from its English, so that a test can put something else in its place.
    """
    sets = {
        "agree": ResponseSet(
            "agree",
            (
                ResponseOption("1", t("No"), value=1),
                ResponseOption("2", t("Yes"), value=2),
                ResponseOption("na", t("Not for me"), missing=MissingReason.NOT_APPLICABLE),
            ),
        ),
        "why": ResponseSet(
            "why",
            (
                ResponseOption("dk", t("I am not sure"), missing=MissingReason.DONT_KNOW),
                ResponseOption("no", t("I would rather not say"), missing=MissingReason.DECLINED),
            ),
        ),
    }
    items = (
        Item("one", ItemType.CHOICE, t("Choose one"), "agree", required=True, hint=t("Just one")),
        Item("free", ItemType.CHOICE, t("Choose one or none"), "agree"),
        Item("some", ItemType.CHOICES, t("Choose some"), "agree", required=True),
        Item("whole", ItemType.INTEGER, t("How many"), "why", minimum=0, maximum=20, required=True),
        Item("part", ItemType.DECIMAL, t("How much"), minimum=-1, maximum=2),
        Item("bool", ItemType.BOOLEAN, t("Is it so"), "why"),
        Item(
            "then", ItemType.BOOLEAN, t("And is it more so"), required=True,
            show_if=Condition("bool", ("true",)),
        ),
        Item("text", ItemType.TEXT, t("Tell more"), max_length=20, hint=t("As you like")),
        Item("said", ItemType.TEXT, t("Tell why"), "why", required=True),
        Item("day", ItemType.DATE, t("On which day")),
    )  # fmt: skip
    given: dict[str, object] = {
        "title": t("A form with everything"),
        "intro": t("Take your time"),
        "sections": (Section("a", t("First"), items[:5]), Section("b", t("Then"), items[5:])),
        **more,
    }
    return instrument(sets=sets, **given)


# -- random ones --------------------------------------------------------------------------------------

ids = st.text(string.ascii_lowercase + string.digits + "_-.", min_size=1, max_size=5)
words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)


@st.composite
def response_sets(draw) -> ResponseSet:
    codes = draw(st.lists(ids, min_size=2, max_size=5, unique=True))
    reasons = draw(st.integers(0, len(codes) - 1))
    options = [
        ResponseOption(code, text(draw(words)), value=at)
        if at < len(codes) - reasons
        else ResponseOption(code, text(draw(words)), missing=draw(st.sampled_from(REASONS)))
        for at, code in enumerate(codes)
    ]
    return ResponseSet("set", tuple(draw(st.permutations(options))))


@st.composite
def instruments(draw) -> Instrument:
    """One to six items of any type, some with reasons, some asked only after an earlier answer."""
    scale = draw(response_sets())
    why = ResponseSet(
        "why",
        tuple(
            ResponseOption(code, text(draw(words)), missing=reason)
            for code, reason in zip(
                draw(st.lists(ids, min_size=1, max_size=3, unique=True)), REASONS, strict=False
            )
        ),
    )
    names = draw(
        st.lists(
            ids.filter(lambda i: not i.endswith(".missing")), min_size=1, max_size=6, unique=True
        )
    )
    items: list[Item] = []
    for name in names:
        kind = draw(st.sampled_from(list(ItemType)))
        low = draw(st.integers(-20, 20)) if kind in (ItemType.INTEGER, ItemType.DECIMAL) else None
        beside = draw(st.sampled_from([None, "why"]))
        earlier = [i for i in items if i.type in (*CODED, ItemType.BOOLEAN)]
        condition = None
        if earlier and draw(st.booleans()):
            on = draw(st.sampled_from(earlier))
            codes = ["true", "false"] if on.type is ItemType.BOOLEAN else list(scale.values)
            condition = Condition(on.id, (draw(st.sampled_from(codes)),))
        items.append(
            Item(
                name, kind, text(draw(words)), "scale" if kind in CODED else beside,
                required=draw(st.booleans()), show_if=condition,
                minimum=low, maximum=None if low is None else low + draw(st.integers(1, 30)),
                hint=draw(st.none() | words.map(text)),
                max_length=draw(st.none() | st.integers(1, 40)) if kind is ItemType.TEXT else None,
            )
        )  # fmt: skip
    cut = draw(st.integers(0, len(items) - 1))
    parts = [part for part in (items[:cut], items[cut:]) if part]
    return instrument(
        sets={"scale": scale, "why": why},
        sections=tuple(Section(f"s{n}", text(draw(words)), tuple(p)) for n, p in enumerate(parts)),
        anonymous=draw(st.booleans()),
        intro=draw(st.none() | words.map(text)),
        translations={"en": draw(st.sampled_from(list(Translation)))},
    )
