"""Plain values to frozen ones, without coercion: "3" never becomes 3, nor True 1.

The shape was checked before; a value of the wrong type is a mistake of ours and raises TypeError.
"""

from __future__ import annotations

import operator
import types as pytypes
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from typing import Any, Union, get_args, get_origin

from attrs import fields, has
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from sop_core.access import DisclosureRecord
from sop_core.coaching.calendars import AgencyCalendar
from sop_core.coaching.words import GoalWords
from sop_core.documents.writing import definition_digest, digest_of
from sop_core.instruments import (
    Band,
    Condition,
    Instrument,
    Migration,
    ScaleScore,
    Score,
)
from sop_core.instruments.exact import read_exact
from sop_core.instruments.scoring_digest import scoring_projection
from sop_core.practice.crosswalk import Crosswalk
from sop_core.practice.lexicon import Lexicon
from sop_core.profiles import PracticeProfile
from sop_core.prompts import FactCondition, Feedback, PromptSet, ScreenSet, condition_of
from sop_core.text import Text
from sop_core.types import Exact, FrozenMap, InstrumentRef


def _exactly(kind: type) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return value

    return structure


def _exact(value: Any, _: Any) -> Exact:
    number = read_exact(value)
    if number is None:
        raise TypeError(f"{value!r} is no exact number")
    return number


def _fraction(value: Any, _: Any) -> Fraction:
    return Fraction(value)


def _decimal(value: Any, _: Any) -> Decimal:
    if type(value) not in (int, Decimal):
        raise TypeError(f"{value!r} is no number")
    return Decimal(value)


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) is Mapping


def _text(value: Any, _: Any) -> Text:
    return Text(value)


def _condition(value: Any, _: Any) -> FactCondition:
    return condition_of(value)


def _is_exact(kind: Any) -> bool:
    return bool(kind == Exact)


def _is_optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, pytypes.UnionType) and pytypes.NoneType in get_args(kind)


def _has_other_names(kind: Any) -> bool:
    return has(kind) and any("name" in field.metadata for field in fields(kind))


@cache
def converter() -> Converter:
    """The strict converter of this library; nobody else's hooks reach it."""
    made = Converter(forbid_extra_keys=True, detailed_validation=False)
    for kind in (str, int, bool):
        # By identity: an enum of strings is a string too, and is to become the enum.
        made.register_structure_hook_func(partial(operator.is_, kind), _exactly(kind))
    made.register_structure_hook(Decimal, _decimal)
    made.register_structure_hook(Fraction, _fraction)
    made.register_structure_hook(Text, _text)
    made.register_structure_hook(FactCondition, _condition)
    made.register_structure_hook_func(_is_exact, _exact)

    def mapping(value: Any, kind: Any) -> FrozenMap[str, Any]:
        inner = get_args(kind)[1]
        if inner is object:
            return FrozenMap(value)
        return FrozenMap({key: made.structure(each, inner) for key, each in value.items()})

    def optional(value: Any, kind: Any) -> Any:
        if value is None:
            return None
        inner = tuple(one for one in get_args(kind) if one is not pytypes.NoneType)
        if set(inner) == set(get_args(Exact)):
            return _exact(value, kind)
        return made.structure(value, inner[0])

    made.register_structure_hook_func(_is_mapping, mapping)
    made.register_structure_hook_func(_is_optional, optional)

    def by_other_names(kind: Any) -> Any:
        names: Any = {
            field.name: override(rename=field.metadata["name"])
            for field in fields(kind)
            if "name" in field.metadata
        }
        return make_dict_structure_fn(kind, made, _cattrs_forbid_extra_keys=True, **names)

    made.register_structure_hook_factory(_has_other_names, by_other_names)
    renamed: tuple[tuple[type, str, str], ...] = (
        (Band, "starts", "from"),
        (Condition, "codes", "in"),
        (Migration, "starts", "from"),
    )
    for value, ours, theirs in renamed:
        overrides: Any = {ours: override(rename=theirs)}
        structure: Any = make_dict_structure_fn(
            value, made, _cattrs_forbid_extra_keys=True, **overrides
        )
        made.register_structure_hook(value, structure)
    return made


def _known(document: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """The document's fields that the value has: the rest ($schema, cases, extensions) is not its own."""
    names = {attribute.name for attribute in fields(kind)}
    return {key: value for key, value in document.items() if key in names}


def instrument_of(document: Mapping[str, Any]) -> Instrument:
    """An instrument's document as a value, with both of its digests."""
    plain = _known(document, Instrument)
    plain["ref"] = {
        "id": document["id"],
        "version": document["version"],
        "digest": definition_digest(document),
        "scoring": digest_of(scoring_projection(document)),
    }
    plain["response_sets"] = {
        name: {"id": name, **response_set}
        for name, response_set in document["response_sets"].items()
    }
    plain["scales"] = [
        {**scale, "share": isinstance(scale["min_answered"], str)} for scale in document["scales"]
    ]
    return converter().structure(plain, Instrument)


def prompt_set_of(document: Mapping[str, Any]) -> PromptSet:
    """A prompt set's document as a value."""
    return converter().structure(_known(document, PromptSet), PromptSet)


def screens_of(document: Mapping[str, Any]) -> ScreenSet:
    """A set of screens' document as a value."""
    return converter().structure(_known(document, ScreenSet), ScreenSet)


def crosswalk_of(document: Mapping[str, Any]) -> Crosswalk:
    """A crosswalk's document as a value."""
    return converter().structure(_known(document, Crosswalk), Crosswalk)


def calendar_of(document: Mapping[str, Any]) -> AgencyCalendar:
    """A calendar's document as a value."""
    return converter().structure(_known(document, AgencyCalendar), AgencyCalendar)


def lexicon_of(document: Mapping[str, Any]) -> Lexicon:
    """A lexicon's document as a value."""
    return converter().structure(_known(document, Lexicon), Lexicon)


def profile_of(document: Mapping[str, Any]) -> PracticeProfile:
    """A practice profile's document as a value, with its digest; its practice is its own id unless it says."""
    plain = {"practice": document["id"], **_known(document, PracticeProfile)}
    plain["ref"] = {
        "id": document["id"],
        "version": document["version"],
        "digest": definition_digest(document),
    }
    return converter().structure(plain, PracticeProfile)


def goal_words_of(document: Mapping[str, Any]) -> GoalWords:
    """A definition of goal words as a value."""
    names = {str(one.metadata.get("name", one.name)) for one in fields(GoalWords)}
    return converter().structure({k: v for k, v in document.items() if k in names}, GoalWords)


def feedback_of(document: Mapping[str, Any]) -> Feedback:
    """A feedback record's document as a value."""
    return converter().structure(_known(document, Feedback), Feedback)


def disclosure_of(document: Mapping[str, Any]) -> DisclosureRecord:
    """A disclosure record's document as a value."""
    return converter().structure(_known(document, DisclosureRecord), DisclosureRecord)


def score_of(document: Mapping[str, Any]) -> Score:
    """A score's document as a value."""
    return Score(
        administration=document["administration"],
        instrument=converter().structure(document["instrument"], InstrumentRef),
        scales=FrozenMap(
            {
                name: converter().structure(each, ScaleScore)
                for name, each in document["scales"].items()
            }
        ),
    )


__all__ = [
    "calendar_of",
    "converter",
    "crosswalk_of",
    "disclosure_of",
    "feedback_of",
    "goal_words_of",
    "instrument_of",
    "lexicon_of",
    "profile_of",
    "prompt_set_of",
    "score_of",
    "screens_of",
]
