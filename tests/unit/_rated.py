"""A small profile, ratings by it, and their Disclosures, for the tests of what is drawn of them."""

from __future__ import annotations

from sop_core.access import Disclosure
from sop_core.access.disclosing import _Seal
from sop_core.access.rows import Party, Purpose
from sop_core.profiles import AspectRating, Level, PracticeProfile, Rating, SkillAspect
from sop_core.text import Text
from sop_core.types import DefinitionStatus, FrozenMap, ProfileRef, RecordRef, RecordStatus

REF = ProfileRef(id="small", version="1.0.0", digest="sha256:" + "0" * 64)


def text(en: str, **more: str) -> Text:
    return Text({"en": en, **more})


def profile(
    levels: int = 6, aspects: tuple[str, ...] = ("asks", "listens"), **more: object
) -> PracticeProfile:
    """A profile of so many levels; its Spanish is a draft, as every one that nobody has reviewed."""
    ids = [f"l{number}" for number in range(1, levels + 1)]
    given = {
        "ref": REF,
        "status": DefinitionStatus.ACTIVE,
        "title": text("Small practice", es="Práctica pequeña"),
        "practice": "small",
        "names": FrozenMap(),
        "intro": text("What it is about.", es="De qué trata."),
        "source": "sop_core default",
        "rights": "CC0-1.0",
        "translations": FrozenMap(),
        "levels": tuple(
            Level(id=one, title=text(f"Level {one[1:]}", es=f"Nivel {one[1:]}")) for one in ids
        ),
        "aspects": tuple(
            SkillAspect(
                id=aspect,
                title=text(f"It {aspect}", es=f"Es: {aspect}"),
                descriptors=FrozenMap(
                    {one: text(f"{aspect} as {one}", es=f"{aspect} como {one}") for one in ids}
                ),
            )
            for aspect in aspects
        ),
    }
    return PracticeProfile(**{**given, **more})


def rated(attained: str | None, *some: str) -> AspectRating:
    return AspectRating(attained=attained, some_work_at=some)


def rating(
    id_: str,
    day: str,
    aspects: dict[str, AspectRating] | None = None,
    *,
    view: str = "self",
    time: str = "09:30:00-08:00",
    **more: object,
) -> Rating:
    given = {
        "id": id_,
        "status": RecordStatus.COMPLETE,
        "profile": REF,
        "worker": "w-1",
        "rater": "w-1" if view == "self" else "s-1",
        "view": view,
        "purpose": "coaching",
        "made_at": f"{day}T{time}",
        "aspects": FrozenMap(aspects or {"asks": rated("l2")}),
    }
    return Rating(**{**given, **more})


def ref(id_: str) -> RecordRef:
    return RecordRef(id_, "sha256:" + "1" * 64)


def opened(record: object, *earlier: object) -> Disclosure:
    """What the gate gives for records, whatever the table says: these tests are of what is drawn."""
    decided = {
        "record": record,
        "earlier": earlier,
        "instrument": None,
        "viewer": "w-1",
        "purpose": Purpose.SELF_REFLECTION,
        "party": Party.PERSON,
        "day": "2026-11-23",
        "entry": None,
        "events": (),
        "carry": None,
    }
    return Disclosure(**decided, seal=_Seal(tuple(decided.values())))
