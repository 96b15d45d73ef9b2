"""What may be counted together for `reliability_of`, said in full before anything is counted.

One sitting of each person, in force, of this instrument as it scores (the scoring digest); and never
so few subjects that the figures would be theirs (S0-08, DESIGN 7 rule 2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sop_core.errors import CallRefused, listed, shown
from sop_core.instruments.administration import Administration, Answer
from sop_core.instruments.answers import read_answers
from sop_core.instruments.current import CurrentView, listed_records
from sop_core.instruments.model import Instrument, Missing
from sop_core.types import RecordStatus

PAIRWISE, COMPLETE = "pairwise", "complete"
METHODS = (PAIRWISE, COMPLETE)
#: C-21: the smallest cell that may leave, always for anonymous records; and the floor for staff.
MIN_CELL, LEAST_CELL = 11, 5
#: DESIGN 7 rule 2: fewer subjects than this, and the figures would be somebody's appraisal.
MIN_SUBJECTS = 5

_IN_FORCE = (
    "Pass the records in force: current_view(records, digest=sop_core.digest).in_force, or "
    "sop.current(documents).in_force."
)


def check_call(
    instrument: object, records: object, *, min_cell: object, method: object
) -> list[Administration]:
    """The records as a list; CallRefused with every reason why they cannot be counted together."""
    if not isinstance(instrument, Instrument):
        raise CallRefused(
            f"instrument is a {type(instrument).__name__}; pass the definition: "
            "sop.catalog.instrument(id, version)."
        )
    if isinstance(records, CurrentView):
        raise CallRefused(
            "records is a CurrentView, of which some may not count. Pass view.in_force."
        )
    every = listed_records(records)
    wrong = [
        *_check_settings(instrument, min_cell, method),
        *_check_standing(every),
        *_check_versions(instrument, every),
        *_check_people(every),
    ]
    if wrong:
        raise CallRefused("\n".join(wrong))
    return every


def _check_settings(instrument: Instrument, min_cell: object, method: object) -> Iterator[str]:
    if method not in METHODS:
        yield f"method is {shown(method)}. Choose one of: {listed(METHODS)}."
    least = MIN_CELL if instrument.anonymous else LEAST_CELL
    if not isinstance(min_cell, int) or min_cell < least:
        why = (
            "what was given anonymously is never told of fewer"
            if instrument.anonymous
            else "a lower number would tell of single people"
        )
        yield (
            f"min_cell is {shown(min_cell)}. It is the smallest number of people that may be told, a whole number "
            f"of at least {least} for {instrument.id}: {why}. Leave it at {MIN_CELL}, or name a higher one."
        )


def _check_standing(every: Sequence[Administration]) -> Iterator[str]:
    unfinished = [one for one in every if one.status in UNCOUNTED]
    if unfinished:
        yield (
            f"{len(unfinished)} of {len(every)} records are drafts or were entered in error, and do not count. "
            f"{_IN_FORCE}"
        )
    ids = Counter(one.id for one in every)
    if len(ids) < len(every):
        yield f"{len(every) - len(ids)} records stand there under an id that another has. {_IN_FORCE}"
    replaced = {one.supersedes.id for one in every if one.supersedes} & ids.keys()
    if replaced:
        yield f"{len(replaced)} records are superseded by others that were passed with them. {_IN_FORCE}"


def _check_versions(instrument: Instrument, every: Sequence[Administration]) -> Iterator[str]:
    ref = instrument.ref
    others = Counter(
        f"{one.instrument.id} {one.instrument.version}"
        for one in every
        if (one.instrument.id, one.instrument.scoring) != (ref.id, ref.scoring)
    )
    if others:
        yield (
            f"{others.total()} of {len(every)} records are not of {ref.id} {ref.version} as it scores, but of "
            f"{listed(sorted(others))}. Items that are scored otherwise are other items. Pass the records of one "
            "scoring digest."
        )


def _check_people(every: Sequence[Administration]) -> Iterator[str]:
    people = Counter(one.respondent for one in every if one.respondent is not None)
    often = [person for person, count in people.items() if count > 1]
    if often:
        yield (
            f"{len(often)} people stand there with more than one record. Figures are of people, and one person's "
            "sittings are alike. Pass one record of each person, such as those of one cycle."
        )
    subjects = {one.subject for one in every if one.subject is not None}
    if subjects and len(subjects) < MIN_SUBJECTS:
        yield (
            f"The records are about {len(subjects)} people. Of fewer than {MIN_SUBJECTS}, figures would be an "
            "appraisal of them, and this is a tool for judging questions. Pass records about more people."
        )


def known_of_each(
    instrument: Instrument, every: Iterable[Administration]
) -> list[dict[str, Answer]]:
    """What is known of every item of each record; CallRefused for answers that the instrument does not take."""
    people: list[dict[str, Answer]] = []
    for index, record in enumerate(every):
        raw = {
            item: {"missing": str(one.reason)} if isinstance(one, Missing) else one
            for item, one in record.answers.items()
        }
        read = read_answers(instrument, raw, status=record.status)
        if read.issues:
            raise CallRefused(
                f"records[{index}] holds answers that {instrument.id} {instrument.version} does not take.",
                issues=read.issues,
            )
        people.append(dict(read.known))
    return people


#: Records that are kept, and do not count.
UNCOUNTED = (RecordStatus.DRAFT, RecordStatus.ENTERED_IN_ERROR)
