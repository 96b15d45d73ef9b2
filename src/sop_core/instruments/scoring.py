"""The scoring rules of DESIGN 3, one function a rule, in exact arithmetic.

    applicable = items - not_applicable - not_asked
    method       a fraction over the answered items, after reversal, with their weights (rows)
    min_answered fewer answered than this (or than this share of the applicable): insufficient
    sum, count   need every applicable item, unless they are scaled up and enough are answered
    value        the exact fraction, rounded once (outcomes)

Unknown is never zero: a scale that may not have a value has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sop_core.errors import CallRefused, shown
from sop_core.instruments.administration import Administration, Answer, known_answers
from sop_core.instruments.model import Instrument, Missing, Scale
from sop_core.instruments.outcomes import NONE_MISSING, Sums, counted
from sop_core.instruments.rows import Rows, bounds_in_scale
from sop_core.instruments.scores import Score
from sop_core.types import Exact, Method, MissingReason


def numerator(method: Method, shares: Sequence[Exact]) -> Exact:
    """The method's numerator over what the answered items add to it; 0 where none is answered."""
    if method is Method.LOWEST:
        return min(shares, default=0)
    if method is Method.HIGHEST:
        return max(shares, default=0)
    return sum(shares)


def sums_of(scale: Scale, rows: Rows, known: Mapping[str, Answer]) -> Sums:
    """What a scale's score hangs on, from its rows and what is known of every item: `outcome` takes it."""
    found = [counts(known[item]) for item, counts, _ in rows.lookups]
    if None not in found:
        # Every answer is one whose share was worked out with the definition, as most are.
        return numerator(scale.method, found), rows.base, len(found), NONE_MISSING  # type: ignore[arg-type]
    shares: list[Exact] = []
    reasons: list[MissingReason] = []
    denominator = rows.base
    for item, counts, row in rows.lookups:
        answer = known[item]
        if type(answer) is Missing:
            reasons.append(answer.reason)
            denominator -= row.base
            continue
        share = counts(answer)
        shares.append(row.share(answer) if share is None else share)
    missing = counted(reasons) if reasons else NONE_MISSING
    return numerator(scale.method, shares), denominator, len(shares), missing


def score_known(instrument: Instrument, administration: str, known: Mapping[str, Answer]) -> Score:
    """Every scale from what is known of every item, for the administration of this id."""
    scales = {
        scale.id: scale.outcome(*sums_of(scale, rows, known)) for scale, rows in instrument.scored
    }
    return Score(administration, instrument.ref, scales)


def check_scoring(instrument: Instrument, administration: Administration) -> None:
    """A record is scored by the rules that it was answered under; CallRefused for any other."""
    made, ours = administration.instrument, instrument.ref
    if (made.id, made.scoring) != (ours.id, ours.scoring):
        raise CallRefused(
            f"The record {shown(administration.id)} was made with {made.id} {made.version} of scoring digest "
            f"{made.scoring}, and {ours.id} {ours.version} has {ours.scoring}. Other items, codes or scales would make "
            "another number of the same answers. Score it with the version that it names; to see it under a newer one, "
            "migrate it: sop.catalog.migrate(record, to=version)."
        )


def score(instrument: Instrument, administration: Administration) -> Score:
    """Every scale of one administration, by the rules of DESIGN 3.

    The administration is one that this instrument accepts; `Sop.accept` sees to that. Raises
    CallRefused for a record of another scoring digest.
    """
    check_scoring(instrument, administration)
    known = known_answers(instrument, administration.answers)
    return score_known(instrument, administration.id, known)


def score_range(instrument: Instrument, scale: Scale) -> tuple[Exact, Exact]:
    """The lowest and highest value that a scale can have (DESIGN 3, range).

    A sum's runs from the sum of min(0, w*low) to that of max(0, w*high), since items may not apply.
    """
    if scale.method is Method.COUNT:
        return (0, len(scale.items))
    if scale.method is Method.PERCENT_OF_MAX:
        return (0, 100)
    bounds = [bounds_in_scale(instrument, instrument.items[item]) for item in scale.items]
    if scale.method is Method.SUM:
        weighted = [(scale.weight(item), b) for item, b in zip(scale.items, bounds, strict=True)]
        low = sum(min(0, weight * low) for weight, (low, _) in weighted)
        return (low, sum(max(0, weight * high) for weight, (_, high) in weighted))
    return (min(low for low, _ in bounds), max(high for _, high in bounds))
