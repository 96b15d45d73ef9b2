"""What a goal must keep beyond its shape: after an agreement, measurable, small, and the worker's own.

The functions look at the document itself, tolerant of what is malformed elsewhere, so that a fault in one
place hides none in another. Messages never quote the pair's own texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sop_core.coaching.agreement_rules import agreed
from sop_core.coaching.agreements import parties_in
from sop_core.coaching.given import VOID, Given, check_supersedes, day_of, kind_in, named
from sop_core.coaching.goal_links import own
from sop_core.coaching.goal_rules import (
    beyond_control_issues,
    count_issues,
    every_issue,
    joins_activities,
    many_open_issues,
    two_behaviours_issue,
)
from sop_core.coaching.goal_target import check_target
from sop_core.coaching.goal_window import check_window
from sop_core.coaching.lexicon import lexicon_of
from sop_core.coaching.times import check_made_at
from sop_core.coaching.tokens import tokens_of
from sop_core.coaching.words import GoalWords
from sop_core.errors import HOW_TO_LOAD, Issue, json_path, listed, shown
from sop_core.profiles import PracticeProfile
from sop_core.shapes import Json, mapping, strings


def check_goal(
    document: Json, given: Given, *, words: GoalWords | None, profile: PracticeProfile | None
) -> list[Issue]:
    """All that is wrong with a goal's document. `words` and `profile` are those it names, None where not known.

    `given` holds earlier records by digest: the agreement, the rating, the previous goal, and the worker's
    other goals for the advice on few at a time.
    """
    return [
        *check_made_at(document),
        *check_supersedes(document, given, same=("worker", "profile")),
        *_agreement(document, given),
        *([_unknown_words(document)] if words is None else _words(document, words)),
        *(() if profile is None else _digest(document, profile)),
        *check_window(document, words, day_of(document)),
        *check_target(document, given, profile, words),
        *_previous(document, given),
        *([] if words is None else _beside(document, given, words)),
    ]


def _agreement(document: Json, given: Given) -> Iterator[Issue]:
    """S1-07, D9: an agreement that holds on the day comes before a goal; S1-13: the worker says yes to it."""
    if document.get("status") == VOID:
        # What was entered in error can be said so at any time.
        agreement, issues = named(document, "agreement", given, "agreement")
    else:
        agreement, issues = agreed(document, given)
    yield from issues
    worker = document.get("worker")
    confirmed = list(strings(document.get("confirmed_by")))
    if confirmed and isinstance(worker, str) and worker not in [one for _, one in confirmed]:
        yield Issue(
            "goal_not_confirmed",
            "$.confirmed_by",
            "The worker has not said yes to the goal. A goal is chosen by the worker, not given to them (S1-13).",
            fix="Ask the worker, and add their token.",
        )
    parties = [worker, *({} if agreement is None else parties_in(agreement)).values()]
    for at, one in confirmed if agreement is not None else ():
        if one not in parties:
            yield Issue(
                "goal_confirmed_by_nobody",
                json_path("confirmed_by", at),
                "The goal is confirmed by somebody who is no party to the agreement.",
                fix="Name only the worker, the supervisor and the coach of the agreement.",
            )


def _unknown_words(document: Json) -> Issue:
    named = mapping(document.get("words"))
    return Issue(
        "unknown_goal_words",
        "$.words",
        f"The goal names the goal words {shown(named.get('id'))} {shown(named.get('version'))}, which are not in "
        "force here. Its unit and its rules stand in them.",
        fix=f"Load that definition: {HOW_TO_LOAD}; or leave words out for the bundled ones.",
    )


def _digest(document: Json, profile: PracticeProfile) -> Iterator[Issue]:
    stated = mapping(document.get("profile")).get("digest")
    if isinstance(stated, str) and stated != profile.ref.digest:
        yield Issue(
            "digest_mismatch",
            "$.profile.digest",
            f"The goal names {profile.id} {profile.version} of digest {shown(stated)}, but the one in force here has "
            f"{profile.ref.digest[:20]}…. It is another definition under the same id and version.",
            fix="Load the definition that the pair looked at, or give the changed one a new version.",
        )


def _words(document: Json, words: GoalWords) -> Iterator[Issue]:
    unit = document.get("unit")
    if isinstance(unit, str) and words.unit(unit) is None:
        yield _unknown(unit, ("unit",), "unit", [one.id for one in words.units])
    known = [one.id for one in words.among]
    for at, who in strings(document.get("with")):
        if who not in known:
            yield _unknown(who, ("with", at), "word for people", known)
    count = document.get("count")
    if isinstance(count, int) and not isinstance(count, bool):
        yield from count_issues(words, count, "$.count")
    for name in ("activity", "purpose"):
        text = document.get(name)
        if isinstance(text, str):
            yield from _text_rules(text, json_path(name), words, is_purpose=name == "purpose")


def _unknown(value: str, place: Sequence[str | int], what: str, known: list[str]) -> Issue:
    return Issue(
        "unknown_goal_unit" if what == "unit" else "unknown_goal_people",
        json_path(*place),
        f"{shown(value)} is no {what} of the goal words.",
        fix=f"Use one of: {listed(known)}; or add it to goal words of your own.",
    )


def _text_rules(text: str, path: str, words: GoalWords, *, is_purpose: bool) -> Iterator[Issue]:
    """The rules on words, as quick entry keeps them: in a purpose only what the worker does not decide."""
    lexicon, tokens = lexicon_of(words), tokens_of(text)
    everywhere = [True] * len(tokens)
    if not is_purpose:
        if any(lexicon.has("every", tokens, at) > at for at in range(len(tokens))):
            yield every_issue(words, path)
        if joins_activities(lexicon, tokens, everywhere):
            yield two_behaviours_issue(words, path)
    yield from beyond_control_issues(words, lexicon, tokens, everywhere, path, quoted=False)


def _previous(document: Json, given: Given) -> Iterator[Issue]:
    earlier, issues = own(document, "previous", given, "goal")
    yield from issues
    ours = mapping(document.get("profile")).get("id")
    if earlier is not None and ours not in (None, mapping(earlier.get("profile")).get("id")):
        yield Issue(
            "another_profile",
            "$.previous",
            "The goal follows one that is about another profile. Targets move along one profile (S1-28).",
            fix="Leave previous out, or name the goal of this profile that came before.",
        )


def _beside(document: Json, given: Given, words: GoalWords) -> list[Issue]:
    """S1-03: open goals of the same worker that were given beside this one."""
    if document.get("status") == VOID:
        return []
    behind = {_named_by(one, "supersedes") for one in (document, *given.values())}
    # The goal that this one follows is behind the pair, whatever its window says.
    behind.add(_named_by(document, "previous"))
    beside = [
        one
        for digest, one in given.items()
        if kind_in(one) == "goal"
        and digest not in behind
        and one.get("worker") == document.get("worker")
        and one.get("status") != VOID
        and str(mapping(one.get("window")).get("due")) >= day_of(document)
    ]
    return many_open_issues(words, len(beside), "$")


def _named_by(document: Json, field: str) -> str:
    # What is no text names nothing, and the schema says so; as a text it equals no digest.
    return str(mapping(document.get(field)).get("digest"))
