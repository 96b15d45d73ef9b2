"""Records to a tally, one after another: each is read strictly, checked, and counted as it goes by.

What is held is the groups, eight bytes a record to notice one that stands twice and eight to notice
who answers again, and the records of sittings that hold several (amendments and what they amend):
which of those count is known only when all have been seen. They are found in a first pass, and set
aside in a second.

    draft, superseded, entered in error   skipped, and counted by that name
    the same record a second time         skipped as a copy
    somebody who answered again later     skipped as that, where the caller asks for one of each; else
                                          counted, and how many there are is told
    a record that is not sound            refuses the batch, and so does a sitting that does not hang
                                          together; both may be skipped where the caller says so
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, frozen

from sop_core.documents import administration_of, to_document
from sop_core.documents.explain import MOST_ISSUES, more_issues
from sop_core.errors import CallRefused, Issue, json_path
from sop_core.instruments import Administration, Answer, Instrument
from sop_core.instruments.chains import Key, Link, Settled, Standing, settle
from sop_core.instruments.history import POINTS_BACK
from sop_core.profiles.times import read_time
from sop_core.reporting import Counting, SkipReason, Tally
from sop_core.reporting.tally import DEFAULT_LEVEL
from sop_core.reporting.tally_issues import too_deep
from sop_core.sop.accepting import looked_at
from sop_core.sop.examining import Examined
from sop_core.sop.marks import Seen, mark_of
from sop_core.sop.orders import Order, Placed
from sop_core.sop.viewing import record_link, refused_link
from sop_core.types import NO_ENTRIES, RecordStatus, in_version_order

if TYPE_CHECKING:
    from sop_core.catalog import Catalog

#: What to do about an earlier record that is not there.
IN_ONE_BATCH = (
    "Tally the earlier record in the same batch: the records of a sitting belong together."
)
#: After how many records progress is told.
STRIDE = 1000

#: Told of each record that is refused: where it stands, and everything that is wrong with it.
Refuser = Callable[[str, tuple[Issue, ...]], None]


@frozen
class Counted:
    """What came of counting: the tally, or None where the batch is refused."""

    tally: Tally | None
    n_read: int
    n_refused: int
    skipped: Mapping[SkipReason, int]
    #: How many of those that were counted are of somebody who is counted already, in the same cycle.
    n_again: int = 0


def count(
    records: Iterable[Placed],
    order: Order,
    *,
    catalog: Catalog,
    refuse: Refuser,
    progress: Callable[[int], None] = lambda _: None,
) -> Counted:
    """Records to a tally of one batch. `records` is gone through twice where sittings hold several."""
    aside: set[int] = set()
    first: _Pass | None = None
    while True:
        # What is refused is told in the first pass.
        state = _Pass(order, catalog, aside, refuse if first is None else _silent, progress)
        state.run(records)
        first = first or state
        if (first.n_read, first.n_unsound) != (state.n_read, state.n_unsound):
            raise CallRefused(
                f"The records changed while they were read: {first.n_read} stood there first, and then {state.n_read}. "
                "Tally a file that nothing writes to, or a list."
            )
        more = state.involved | state.seen.twice() | state.several()
        if more <= aside:
            return state.counted(refuse)
        aside |= more


def _silent(_where: str, _issues: tuple[Issue, ...]) -> None:
    return None


@frozen(eq=False)
class _Held:
    """A record that is set aside until all are seen. One that was refused has a link, and no more."""

    where: str
    link: Link
    instrument: Instrument | None = None
    record: Administration | None = None
    known: Mapping[str, Answer] = field(factory=dict)
    whose: Hashable | None = None


@define(eq=False)
class _Pass:
    """One pass over the records; `aside` holds the marks of those that wait until all were seen."""

    order: Order
    catalog: Catalog
    aside: set[int]
    refuse: Refuser
    progress: Callable[[int], None]
    counting: Counting = field(factory=Counting)
    skipped: Counter[SkipReason] = field(factory=Counter)
    seen: Seen = field(factory=Seen)
    people: Seen = field(factory=Seen)
    involved: set[int] = field(factory=set)
    held: list[_Held] = field(factory=list)
    unfit: list[tuple[str, Issue]] = field(factory=list)
    n_read: int = 0
    n_unsound: int = 0
    n_unfit: int = 0

    def run(self, records: Iterable[Placed]) -> None:
        for where, data in records:
            self.n_read += 1
            if self.n_read % STRIDE == 0:
                self.progress(self.n_read)
            self._take(where, data)

    def _take(self, where: str, data: object) -> None:
        raw = to_document(data) if isinstance(data, Administration) else data
        found = looked_at(raw, self.catalog, (), history=False)
        if not isinstance(found, Examined):
            document, instrument, answers, known = found
        elif found.refused or found.kind != "administration":
            self._refused(where, found)
            return
        else:
            document, instrument, answers, known = _parts(found)
        mark = mark_of(document["id"])
        status, points = document["status"], document.get("supersedes")
        if points is not None or status in POINTS_BACK:
            self.involved.add(mark)
            if points is not None:
                self.involved.add(mark_of(points["id"]))
        whose = _whose(instrument, document)
        person = None if whose is None else mark_of(whose)
        if self.order.one_each and person is not None and status != RecordStatus.DRAFT:
            self.people.add(person)
        if mark in self.aside or person in self.aside:
            record = administration_of(document, instrument, answers)
            link = record_link(Examined(document, "administration", ()), record)
            self.held.append(_Held(where, link, instrument, record, known, whose))
        elif mark in self.involved:
            pass  # it is set aside in the next pass
        elif status == RecordStatus.DRAFT:
            self.skipped[SkipReason.DRAFT] += 1
        else:
            self.seen.add(mark)
            record = None
            if instrument.id in self.order.under:
                record = administration_of(document, instrument, answers)
            self._count(where, instrument, known, document, record, whose)

    def several(self) -> set[int]:
        """The people of whom one sitting is to be chosen."""
        return self.people.twice() if self.order.one_each else set()

    def _refused(self, where: str, found: Examined) -> None:
        self.n_unsound += 1
        issues = found.issues if found.refused else (_no_administration(found.kind),)
        self.refuse(where, issues)
        link = refused_link(found.document) if found.kind == "administration" else None
        if link is None or link.supersedes is None:
            return
        # What it would stand for may not count as if nobody had tried to amend or void it.
        self.involved |= {mark_of(link.id), mark_of(link.supersedes.id)}
        self.held.append(_Held(where, link))

    def _count(
        self,
        where: str,
        instrument: Instrument,
        known: Mapping[str, Answer],
        document: Mapping[str, Any],
        record: Administration | None,
        whose: Hashable | None,
    ) -> None:
        scope, levels = tuple(document["scope"]), self.order.levels
        if levels is not None and len(scope) > len(levels):
            self._uncounted(where, too_deep(scope, levels))
            return
        target = self.order.under.get(instrument.id)
        if (
            target is not None
            and record is not None
            and target.ref.scoring != instrument.ref.scoring
        ):
            view = self.catalog.as_read_by(record, version=target.version)
            if view is None:
                self._uncounted(where, _apart(instrument, target))
                return
            self.counting.note(instrument)
            instrument, known = target, view.answers
        if whose is not None and not self.order.one_each:
            self.people.add(mark_of(whose))
        self.counting.add(
            instrument,
            known,
            scope=scope,
            cycle=document["cycle"],
            groups=document.get("groups", NO_ENTRIES),
        )

    def _uncounted(self, where: str, issue: Issue) -> None:
        # It may yet turn out not to count, and then nothing is wrong with that: it is told at the end.
        self.n_unfit += 1
        if len(self.unfit) < MOST_ISSUES:
            self.unfit.append((where, issue))

    def counted(self, refuse: Refuser) -> Counted:
        """What came of the pass, once nothing is left to be set aside."""
        self._settle(refuse)
        for where, issue in self.unfit:
            refuse(where, (issue,))
        if self.n_unfit > len(self.unfit):
            refuse(self.unfit[-1][0], (more_issues(),))
        self.skipped[SkipReason.REFUSED] = self.n_unsound + self.n_unfit
        n_refused = self.skipped[SkipReason.REFUSED] + self.skipped[SkipReason.UNSETTLED]
        skipped = {reason: n for reason, n in sorted(self.skipped.items()) if n}
        if n_refused and not self.order.skip_bad:
            return Counted(None, self.n_read, n_refused, skipped)
        n_again = 0 if self.order.one_each else self.people.n_again()
        levels = self.order.levels
        if levels is None:
            depth = self.counting.depth
            levels = tuple(DEFAULT_LEVEL.format(at) for at in range(1, depth + 1))
        tally = self.counting.tally(
            batch=self.order.batch, revision=self.order.revision, levels=levels, skipped=skipped
        )
        return Counted(tally, self.n_read, n_refused, skipped, n_again)

    def _settle(self, refuse: Refuser) -> None:
        """Which of the records that were set aside count."""
        # A document that was refused and then sent again under its id is the one that was taken.
        taken = {held.link.id for held in self.held if held.record is not None}
        every = [held for held in self.held if held.record is not None or held.link.id not in taken]
        settled = settle(held.link for held in every)
        first: dict[Key, str] = {}
        last = self._last(every, settled)
        for held in every:
            key, standing = held.link.key, settled.places[held.link.key].standing
            if held.record is None or held.instrument is None:
                pass  # it was counted as refused
            elif key in first:
                self.skipped[SkipReason.COPY] += 1
            elif standing is not Standing.IN_FORCE:
                self.skipped[SkipReason(standing.value)] += 1
            elif last.get(held.whose, key) != key:
                self.skipped[SkipReason.ANSWERED_AGAIN] += 1
            else:
                document = to_document(held.record)
                self._count(
                    held.where, held.instrument, held.known, document, held.record, held.whose
                )
            first.setdefault(key, held.where)
        for key, issue in settled.issues:
            said = evolve(issue, fix=IN_ONE_BATCH) if issue.code == "given_missing" else issue
            refuse(first[key], (said,))

    def _last(self, every: Iterable[_Held], settled: Settled) -> dict[Hashable, Key]:
        """The last sitting in force of each person, where one of each is to be counted."""
        latest: dict[Hashable, tuple[object, str, Key]] = {}
        for held in every if self.order.one_each else ():
            whose, key = held.whose, held.link.key
            if whose is None or settled.places[key].standing is not Standing.IN_FORCE:
                continue
            assert held.record is not None  # noqa: S101  it is somebody's
            found: Any = (read_time(held.record.submitted_at), held.link.id, key)
            latest[whose] = max(latest.get(whose, found), found)
        return {whose: key for whose, (_, _, key) in latest.items()}


def _whose(instrument: Instrument, document: Mapping[str, Any]) -> Hashable | None:
    """Whose sitting it is, of which instrument and cycle; None of one that names nobody."""
    respondent = document["respondent"]
    return None if respondent is None else (respondent, instrument.id, document["cycle"])


def _parts(
    found: Examined,
) -> tuple[dict[str, Any], Instrument, Mapping[str, Answer], Mapping[str, Answer]]:
    instrument, answers = found.instrument, found.answers
    assert instrument is not None and answers is not None  # noqa: S101  an administration without error has both
    return found.document, instrument, answers.answers, answers.known


def _no_administration(kind: str | None) -> Issue:
    return Issue(
        "not_a_record",
        "$['$schema']",
        f"The document is of kind {kind}. A tally counts administrations.",
        fix="Leave it out.",
    )


def _apart(made: Instrument, target: Instrument) -> Issue:
    newer = in_version_order(made.version) > in_version_order(target.version)
    why = (
        "There is no way back to an earlier version"
        if newer
        else "No way leads there that keeps scores comparable"
    )
    return Issue(
        "versions_apart",
        json_path("instrument", "version"),
        f"The record was made with {made.id} {made.version}, and is to be counted under {target.version}. {why}, so "
        "its answers may not be added to those of that version.",
        fix="Count it without `under`: its own version's groups stand beside the others. docs/versions.md says what "
        "comparable means.",
    )
