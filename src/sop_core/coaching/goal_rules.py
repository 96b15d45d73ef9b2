"""The rules that a goal is held to: each refuses or advises as the goal words say, with its reason.

Quick entry and the record's own check ask the same functions, so that what was echoed is what is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sop_core.coaching.lexicon import Lexicon
from sop_core.coaching.tokens import Token
from sop_core.coaching.words import GoalRule, GoalWords
from sop_core.errors import Issue, listed, shown


def rule_issue(
    code: str, words: GoalWords, rule: GoalRule, path: str, said: str, *, fix: str
) -> Issue:
    """An issue of a rule: what is wrong, why the rule exists, how to mend it, as severe as the words say."""
    message = f"{said} {words.reason(rule)}"
    return Issue(code, path, message, fix=fix, severity=words.rules[rule].severity)


def count_issues(words: GoalWords, count: int, path: str) -> list[Issue]:
    """S1-21, D11: a number that is finite and can be reached."""
    rule = words.rules[GoalRule.COUNT]
    if rule.least <= count <= rule.most:
        return []
    return [
        rule_issue(
            "goal_count_out_of_bounds",
            words,
            GoalRule.COUNT,
            path,
            f"The number is {shown(count)}.",
            fix=f"Choose a number from {rule.least} to {rule.most}.",
        )
    ]


def window_issues(words: GoalWords, starts: dt.date, due: dt.date | None, path: str) -> list[Issue]:
    """S1-21: a time that is specified, lies ahead and ends; `due` None is beyond the calendar."""
    rule = words.rules[GoalRule.WINDOW]
    days = None if due is None else (due - starts).days
    if due is not None and due < starts:
        return [
            rule_issue(
                "goal_window_past",
                words,
                GoalRule.WINDOW,
                path,
                f"The last day would be {due.isoformat()}, which is before {starts.isoformat()}.",
                fix="Name a day that lies ahead.",
            )
        ]
    if days is not None and rule.least <= days <= rule.most:
        return []
    said = (
        "The last day lies beyond the calendar."
        if due is None
        else f"The last day would be {due.isoformat()}, {days} days on."
    )
    return [
        rule_issue(
            "goal_window_out_of_bounds",
            words,
            GoalRule.WINDOW,
            path,
            said,
            fix=f"Choose a last day that is {rule.least} to {rule.most} days on.",
        )
    ]


def every_issue(words: GoalWords, path: str) -> Issue:
    """S1-21: a goal for every case is none."""
    return rule_issue(
        "goal_every",
        words,
        GoalRule.EVERY,
        path,
        "The goal is for every one of them, or comes round without end.",
        fix="Say a number instead, such as 5 cases.",
    )


def two_behaviours_issue(words: GoalWords, path: str, practices: Sequence[str] = ()) -> Issue:
    """B-17: one behaviour a goal; several practices, or several activities joined by "and", are several goals."""
    said = (
        f"The goal names several practices: {listed(practices)}."
        if practices
        else "The goal joins two activities."
    )
    return rule_issue(
        "goal_two_behaviours",
        words,
        GoalRule.ONE_BEHAVIOUR,
        path,
        said,
        fix="Write one goal for each.",
    )


def beyond_control_issues(
    words: GoalWords,
    lexicon: Lexicon,
    tokens: Sequence[Token],
    open_: Sequence[bool],
    path: str,
    *,
    quoted: bool = True,
) -> list[Issue]:
    """B-17: a goal is what the worker does. `open_` says at which tokens to look.

    A record's text is not `quoted`: it is the pair's own, and messages travel.
    """
    for place, is_open in enumerate(open_):
        end = lexicon.who.end(tokens, place) if is_open else place
        # "the court grants", "the parents will stop": one word may stand between.
        if end > place and any(_does(lexicon, tokens, open_, at) for at in (end, end + 1)):
            return [
                rule_issue(
                    "goal_beyond_control",
                    words,
                    GoalRule.OWN_CONTROL,
                    path,
                    "The goal rests on what somebody else does"
                    + (f", from the word {shown(tokens[place].text)} on." if quoted else "."),
                    fix="Say what the worker will do.",
                )
            ]
    return []


def _does(lexicon: Lexicon, tokens: Sequence[Token], open_: Sequence[bool], place: int) -> bool:
    return place < len(tokens) and open_[place] and lexicon.does.end(tokens, place) > place


def joins_activities(lexicon: Lexicon, tokens: Sequence[Token], open_: Sequence[bool]) -> bool:
    """Whether two activities are joined: a verb before "and", and a verb right after it.

    `open_` says where "and" is looked for; fillers may stand between it and the verb.
    """
    begun = False
    for place in range(len(tokens)):
        joined = lexicon.has("and", tokens, place) if open_[place] else place
        if begun and joined > place and _verb_follows(lexicon, tokens, joined):
            return True
        begun = begun or lexicon.has("verbs", tokens, place) > place
    return False


def _verb_follows(lexicon: Lexicon, tokens: Sequence[Token], place: int) -> bool:
    end = lexicon.has("fillers", tokens, place)
    while end > place:
        place, end = end, lexicon.has("fillers", tokens, end)
    return lexicon.has("verbs", tokens, place) > place


def many_open_issues(words: GoalWords, beside: int, path: str) -> list[Issue]:
    """S1-03, C-19: several goals at a time are allowed, and few are better."""
    most = words.rules[GoalRule.FEW_AT_A_TIME].most
    if beside < most:
        return []
    return [
        rule_issue(
            "goal_many_open",
            words,
            GoalRule.FEW_AT_A_TIME,
            path,
            f"With this one there are {beside + 1} open goals.",
            fix=f"Keep to {most} at a time, or close one first.",
        )
    ]
