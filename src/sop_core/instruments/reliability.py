"""How well an instrument's items go together: a tool for its authors, from records in memory.

It speaks of questions and never of people: not of a worker, a unit or a county (S0-08, S1-04).

    alpha        Cronbach's, of a scale's items after reversal, each with its weight
    item-rest    an item with the other items of its scale; below zero, a reverse key may be missing
    missing      the share of all people for each reason why an item has no answer (C-07)
    floor        the share of answers at the lowest declared value; ceiling, at the highest. Of an item
                 as it was answered; of a scale, the people all of whose answers stand there, after
                 reversal, among those whose scale has a value

Who may be counted: one sitting of each person, in force, of one scoring digest. Where records name
subjects, at least five different ones: fewer would be somebody's appraisal (DESIGN 7, rule 2).

What is withheld (DESIGN 7, C-21), since a figure may be copied out of this session:

    - a figure of fewer than twice `min_cell` people; `min_cell` is 11, and may be lower for named staff
      instruments alone, never below 5
    - the shares of one item or scale together, as soon as one of them, or what they leave, is of 1 to
      `min_cell` - 1 people: a share and its number of people are a count, and what one withheld share
      was would follow from the others
    - shares where all people, or all but one, answered alike

A number of people (`n`) is that of a figure's own cell; that two figures have different ones is no cell.
Figures are Decimals of four places, rounded once from exact numbers, ties away from zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from attrs import frozen

from sop_core.instruments.administration import Administration, Answer
from sop_core.instruments.covariance import (
    PLACES,
    Column,
    ContradictionError,
    Matrix,
    alpha,
    complete,
    item_rest,
    matrix_of,
)
from sop_core.instruments.exact import from_number, rounded
from sop_core.instruments.model import Instrument, Item, Missing, Scale
from sop_core.instruments.reliability_rules import MIN_CELL, PAIRWISE, check_call, known_of_each
from sop_core.instruments.reliability_values import (
    Figure,
    ItemRest,
    ItemUse,
    Reliability,
    ScaleReliability,
    WhyNot,
)
from sop_core.instruments.scores import Score
from sop_core.instruments.scoring import score_known
from sop_core.types import Exact, Method, MissingReason, RoundingMode


@frozen
class _Person:
    """One sitting: what is known of every item, and what the scales come to."""

    known: Mapping[str, Answer]
    score: Score


def _none(why: WhyNot) -> Figure:
    return Figure(None, None, why)


@frozen
class _Bar:
    """The smallest number of people that may be told, and what follows from it."""

    min_cell: int

    def met(self, n: int) -> bool:
        """Whether a figure may be made of so many people: twice the smallest cell."""
        return n >= 2 * self.min_cell

    def shares(self, cells: Sequence[int], values: Sequence[object] = ()) -> list[Figure]:
        """The cells of one whole as shares of it: all, or none of them.

        `values` are what the people answered, where that is known: all, or all but one, alike is
        not told either.
        """
        n = sum(cells)
        common = max(Counter(values).values(), default=0)
        small = any(0 < cell < self.min_cell for cell in cells)
        if not self.met(n) or small or common >= n - 1:
            return [_none(WhyNot.WITHHELD)] * len(cells)
        return [Figure(_rounded(Fraction(cell, n)), n) for cell in cells]


def _rounded(exact: Exact) -> Decimal:
    return rounded(exact, places=PLACES, mode=RoundingMode.HALF_UP)


def _alike(column: Column) -> bool:
    """Whether all who answered, or all but one, gave the same answer."""
    answers = [x for x in column if x is not None]
    return max(Counter(answers).values(), default=0) >= len(answers) - 1


def _guarded(bar: _Bar, matrix: Matrix, figure: Callable[[], Decimal | None]) -> Figure:
    """A figure of a matrix, or why there is none: too few people comes before every other reason."""
    if not bar.met(matrix.n):
        return _none(WhyNot.WITHHELD)
    try:
        value = figure()
    except ContradictionError:
        return _none(WhyNot.CONTRADICTING)
    return _none(WhyNot.TOO_ALIKE) if value is None else Figure(value, matrix.n)


def _note(scale: Scale, item: str, found: Figure) -> str:
    if found.value is None or found.value >= 0:
        return ""
    keyed = item in scale.reverse
    return (
        f"The answers to {item} run against the other items of {scale.id}: "
        + (
            "it is reverse-keyed, and perhaps should not be. "
            if keyed
            else "a reverse key may be missing. "
        )
        + "Read its words beside theirs."
    )


def _together(scale: Scale, columns: list[Column], bar: _Bar) -> tuple[Figure, list[Figure]]:
    """Alpha, and each item with the rest."""
    if scale.method in (Method.LOWEST, Method.HIGHEST):
        why = _none(WhyNot.NOT_TOGETHER)
        return why, [why] * len(columns)
    if len(columns) == 1:
        return _none(WhyNot.ONE_ITEM), [_none(WhyNot.ONE_ITEM)]
    matrix = matrix_of(columns)
    alike = [_alike(column) for column in columns]

    def whole() -> Decimal | None:
        found = None if all(alike) else alpha(matrix)
        return None if found is None else _rounded(found)

    def one(at: int) -> Decimal | None:
        others = [*alike[:at], *alike[at + 1 :]]
        return None if alike[at] or all(others) else item_rest(matrix, at)

    rest = [_guarded(bar, matrix, partial(one, at)) for at in range(len(columns))]
    return _guarded(bar, matrix, whole), rest


def _of_scale(
    instrument: Instrument, scale: Scale, people: Sequence[_Person], *, bar: _Bar, method: str
) -> ScaleReliability:
    rows = instrument.rows[scale.id]
    columns: list[Column] = []
    for row in rows:
        answers = [person.known[row.item] for person in people]
        columns.append(
            [None if isinstance(one, Missing) else row.weight * row.value(one) for one in answers]
        )
    whole, rest = _together(scale, columns if method == PAIRWISE else complete(columns), bar)
    floor, ceiling = _ends_of_scale(instrument, scale, people, bar)
    return ScaleReliability(
        id=scale.id,
        alpha=whole,
        items=tuple(
            ItemRest(row.item, figure, _note(scale, row.item, figure))
            for row, figure in zip(rows, rest, strict=True)
        ),
        floor=floor,
        ceiling=ceiling,
    )


def _ends_of_scale(
    instrument: Instrument, scale: Scale, people: Sequence[_Person], bar: _Bar
) -> tuple[Figure, Figure]:
    rows = [row for row in instrument.rows[scale.id] if row.low != row.high]
    if not rows:
        return _none(WhyNot.NO_RANGE), _none(WhyNot.NO_RANGE)
    values: list[Fraction] = []
    ends: Counter[str] = Counter(floor=0, ceiling=0, between=0)
    for person in people:
        exact = person.score.scales[scale.id].exact
        answered = [(row, person.known[row.item]) for row in rows]
        told = [(row, one) for row, one in answered if not isinstance(one, Missing)]
        if exact is None or not told:
            continue
        values.append(exact)
        low = all(row.value(one) == row.low for row, one in told)
        high = all(row.value(one) == row.high for row, one in told)
        ends["floor" if low else "ceiling" if high else "between"] += 1
    floor, ceiling, _ = bar.shares([ends[name] for name in ("floor", "ceiling", "between")], values)
    return floor, ceiling


def _number(instrument: Instrument, item: Item, answer: Answer) -> Exact:
    if isinstance(answer, str):
        return instrument.values_of(item)[answer]
    assert isinstance(answer, int | Decimal)  # noqa: S101  an item with bounds is a choice, yes or no, or a number
    return from_number(answer)


def _of_item(instrument: Instrument, item: Item, people: Sequence[_Person], bar: _Bar) -> ItemUse:
    answers = [person.known[item.id] for person in people]
    answered = [one for one in answers if not isinstance(one, Missing)]
    reasons = Counter(one.reason for one in answers if isinstance(one, Missing))
    cells = [reasons[reason] for reason in MissingReason]
    # Everybody's having the same reason is everybody's answer; that all answered is nobody's.
    alike = [one.reason for one in answers if isinstance(one, Missing)]
    missing = bar.shares([*cells, len(answered)], alike)
    bounds = instrument.bounds(item)
    floor = ceiling = _none(WhyNot.NO_RANGE)
    if bounds is not None and bounds[0] != bounds[1]:
        values = [_number(instrument, item, one) for one in answered]
        ends = [sum(value == end for value in values) for end in bounds]
        floor, ceiling, _ = bar.shares([*ends, len(values) - sum(ends)], values)
    return ItemUse(
        item=item.id,
        n=len(answered) if bar.met(len(answered)) else None,
        missing=dict(zip(MissingReason, missing, strict=False)),
        floor=floor,
        ceiling=ceiling,
    )


def reliability_of(
    instrument: Instrument,
    records: Iterable[Administration],
    *,
    min_cell: int = MIN_CELL,
    method: str = PAIRWISE,
) -> Reliability:
    """How well the items of an instrument go together, from records in force: `view.in_force`.

    With `pairwise` every covariance is taken over all who answered both items; with `complete` over
    those who answered every item of the scale. What rests on fewer than twice `min_cell` people, and
    what would tell of a few, is withheld. CallRefused says what cannot be counted together: drafts, what
    was entered in error or superseded, two records of one person, another instrument or scoring
    digest. Cronbach's alpha as in Cronbach (1951), item-rest as psychometricians call r.drop.
    """
    every = check_call(instrument, records, min_cell=min_cell, method=method)
    every_known = known_of_each(instrument, every)
    people = [_Person(known, score_known(instrument, "", known)) for known in every_known]
    bar = _Bar(min_cell)
    return Reliability(
        instrument=instrument.ref,
        method=method,
        min_cell=min_cell,
        n=len(people) if bar.met(len(people)) else None,
        scales={
            scale.id: _of_scale(instrument, scale, people, bar=bar, method=method)
            for scale in instrument.scales
        },
        items={
            item.id: _of_item(instrument, item, people, bar) for item in instrument.items.values()
        },
    )
