"""Which prompts help, told to whoever writes them, and never who said so (S2-18, C-21, C-22).

A prompt is told of whole or not at all: how many people last said what of it, over a span of days that is over. It is
withheld where a number of people would be small, where all or all but one said the same, and where nobody is
named by the host, since one person could then count many times. There is no split by unit, role, case or person:
it is about the prompts, and no measure of anybody.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from sop_core.errors import CallRefused
from sop_core.prompts.model import Feedback
from sop_core.types import NO_ENTRIES, FeedbackOutcome, FrozenMap

#: The smallest number of people that may be told (C-21); an agency may set it lower inside, and never under the floor.
LEAST, FLOOR = 11, 5


@frozen(kw_only=True)
class Helped:
    """What people last said of one prompt. `withheld`: it is not told, and so are no numbers.

    One sentence stands for every reason: the reason itself would tell something.
    """

    prompt: str
    withheld: bool = True
    people: int | None = None
    outcomes: Mapping[FeedbackOutcome, int] = field(
        default=NO_ENTRIES, converter=FrozenMap[FeedbackOutcome, int]
    )


def which_helped(
    feedback: Iterable[Feedback],
    *,
    first: dt.date,
    last: dt.date,
    on: dt.date,
    least: int = LEAST,
) -> tuple[Helped, ...]:
    """For each prompt with feedback from `first` to `last`, how many people last said what; by the prompt's id.

    `on` is today: the span has to be over, so that no later look differs by one person. Take spans that do not
    overlap, such as calendar quarters. Of a person's several words on a prompt the last counts. A prompt is told
    of where every outcome that anybody chose was chosen by at least `least` people, and at least two were chosen.
    Raises CallRefused for a span that is not over or is upside down, and for `least` under 5.
    """
    if not first <= last < on:
        raise CallRefused(
            f"The span is from {first} to {last}, and today is {on}. What helped is told of a span that is over: give "
            "a first day, a last day that is not before it, and both before today."
        )
    if least < FLOOR:
        raise CallRefused(
            f"least is {least}. Fewer than {FLOOR} people are never told of (C-21): give {LEAST}, or by a policy that "
            f"your agency has written down, {FLOOR} or more."
        )
    said: dict[str, dict[str, Feedback]] = {}
    for one in sorted(feedback, key=_order):
        if first.isoformat() <= one.on[:10] <= last.isoformat():
            # Without a viewer nobody knows how many people it was: the prompt is listed, and withheld.
            by_person = said.setdefault(one.prompt, {})
            by_person["" if one.viewer is None else f"v{one.viewer}"] = one
    return tuple(_told(prompt, said[prompt], least) for prompt in sorted(said))


def _order(one: Feedback) -> tuple[str, str]:
    """By day; of one day by id, so that the order of the records changes nothing."""
    return one.on, one.id


def _told(prompt: str, by_person: Mapping[str, Feedback], least: int) -> Helped:
    counts = Counter(one.outcome for one in by_person.values())
    small = min(counts.values()) < least
    if "" in by_person or small or len(counts) < 2:
        return Helped(prompt=prompt)
    return Helped(
        prompt=prompt,
        withheld=False,
        people=sum(counts.values()),
        outcomes={one: counts[one] for one in FeedbackOutcome if one in counts},
    )
