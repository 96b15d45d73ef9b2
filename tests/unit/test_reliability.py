"""Reliability: each figure worked by hand, each reason for having none, and what may be counted together."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

from sop_core import CallRefused, current_view, digest
from sop_core.instruments import Figure, WhyNot, reliability_of
from sop_core.instruments.covariance import ContradictionError, Matrix, alpha, item_rest, matrix_of
from sop_core.types import MissingReason, RecordRef, RecordStatus
from tests.unit._people import asked, people
from tests.unit._small import choice, instrument, item, options, scale

#: Ten people, the least that may be counted with a smallest cell of five.
TEN = [[1, 1], [1, 2], [2, 2], [2, 3], [3, 3], [3, 3], [4, 3], [4, 4], [5, 4], [5, 5]]
FEW = {"min_cell": 5}


def figures(known, rows, **settings):
    return reliability_of(known, people(known, rows), **{**FEW, **settings})


def first(known, rows, **settings):
    (found,) = figures(known, rows, **settings).scales.values()
    return found


def test_alpha_and_item_rest_by_hand():
    """Two items: both sums 30; squares 110, 102; products 104. Sxx 20, Syy 12, Sxy 14 over n - 1 = 9.

    alpha = 2 (1 - (20 + 12) / (20 + 12 + 2 * 14)) = 56/60 = .9333; r = 14 / sqrt(240) = .9037
    """
    found = first(asked(2), TEN)
    assert found.alpha == Figure(Decimal("0.9333"), 10)
    assert [one.correlation for one in found.items] == [Figure(Decimal("0.9037"), 10)] * 2
    assert [one.item for one in found.items] == ["q1", "q2"]
    assert str(found.alpha) == "0.9333 (n = 10)"
    result = figures(asked(2), TEN)
    assert (result.method, result.min_cell, result.n) == ("pairwise", 5, 10)


def test_a_reverse_key_mirrors_and_a_missed_one_is_noted():
    """C-06: an item that is answered the other way round goes with the rest once it is keyed."""
    turned = [[x, 6 - y] for x, y in TEN]
    keyed = first(asked(2, reverse=["q2"]), turned)
    assert keyed.alpha.value == Decimal("0.9333")
    assert [one.note for one in keyed.items] == ["", ""]
    missed = first(asked(2), turned)
    assert missed.items[0].correlation.value == Decimal("-0.9037")
    assert missed.alpha.value < 0
    assert missed.items[1].note == (
        "The answers to q2 run against the other items of mean: a reverse key may be missing. "
        "Read its words beside theirs."
    )
    wrong = first(asked(2, reverse=["q2"]), TEN)
    assert "it is reverse-keyed, and perhaps should not be" in wrong.items[1].note
    assert "a reverse key may be missing" in wrong.items[0].note


def test_weights_count_as_they_do_in_the_score():
    """An item of weight 2 is twice its values: 80 + 12 and 2 * 28 in place of 20 + 12 and 2 * 14."""
    found = first(asked(2, weights={"q1": 2}), TEN)
    assert found.alpha.value == Decimal("0.7568")  # 2 (1 - 92 / 148) = 112/148
    assert found.items[0].correlation.value == Decimal("0.9037")
    third = first(asked(2, weights={"q1": "1/3", "q2": "1/3"}), TEN)
    assert third.alpha.value == Decimal("0.9333")


def test_pairs_use_whoever_answered_both_and_complete_whoever_answered_all():
    """The method is said; n is the least number behind a pair, or of those who answered everything."""
    rows = [[x, y, x] for x, y in TEN] + [[1, None, 5], [None, 1, 5], [3, 3, None]]
    pairs = figures(asked(3), rows)
    assert (pairs.method, pairs.n, pairs.scales["mean"].alpha.n) == ("pairwise", 13, 11)
    whole = figures(asked(3), rows, method="complete")
    assert (whole.method, whole.scales["mean"].alpha.n) == ("complete", 10)
    assert whole.scales["mean"].alpha == first(asked(3), [[x, y, x] for x, y in TEN]).alpha
    assert pairs.scales["mean"].alpha.value != whole.scales["mean"].alpha.value


@pytest.mark.parametrize("cell", [5, 6, 11])
def test_nothing_stands_on_fewer_than_twice_the_smallest_cell(cell):
    """C-21: one person fewer, and every figure and every number of people is withheld."""
    rows = (TEN * 3)[: 2 * cell]
    assert figures(asked(2), rows, min_cell=cell).scales["mean"].alpha.n == 2 * cell
    less = figures(asked(2), rows[1:], min_cell=cell)
    found = less.scales["mean"]
    told = [found.alpha, found.floor, found.ceiling, *(one.correlation for one in found.items)]
    for use in less.items.values():
        told += [use.floor, use.ceiling, *use.missing.values()]
        assert use.n is None
    assert set(told) == {Figure(None, None, WhyNot.WITHHELD)}
    assert less.n is None
    assert str(found.alpha).startswith("Withheld: too few people")


def test_eleven_is_the_smallest_cell_without_a_word():
    """C-21: 22 people by default."""
    known = asked(2)
    assert reliability_of(known, people(known, (TEN * 3)[:21])).n is None
    assert reliability_of(known, people(known, (TEN * 3)[:22])).n == 22


def test_the_least_pair_decides_and_not_the_number_of_people():
    """Many people of whom few answered two items together give no figure of the two."""
    rows = [[x, y] for x, y in TEN[:9]] + [[x, None] for x, _ in TEN] + [[None, y] for _, y in TEN]
    assert first(asked(2), rows).alpha.why is WhyNot.WITHHELD
    rows += [[5, 5]]
    assert first(asked(2), rows).alpha.n == 10


def test_what_cannot_be_computed_says_why():
    """A single item, no variance, a scale that adds nothing up: a sentence, never an exception or NaN."""
    one = first(asked(1), [[x] for x, _ in TEN])
    assert (one.alpha.why, one.items[0].correlation.why) == (WhyNot.ONE_ITEM, WhyNot.ONE_ITEM)
    for method in ("lowest", "highest"):
        found = first(asked(2, method), TEN)
        assert found.alpha.why is WhyNot.NOT_TOGETHER
        assert found.items[1].correlation.why is WhyNot.NOT_TOGETHER
    constant = first(asked(3), [[x, 3, y] for x, y in TEN])
    assert constant.alpha.value == Decimal("0.7")  # 3/2 (1 - 32/60)
    assert [one.correlation.why for one in constant.items] == [None, WhyNot.TOO_ALIKE, None]
    same = first(asked(2), [[2, 4]] * 10)
    assert same.alpha.why is WhyNot.TOO_ALIKE
    cancelling = first(asked(2), [[x, 6 - x] for x, _ in TEN])
    assert cancelling.alpha.why is WhyNot.TOO_ALIKE
    assert cancelling.items[0].correlation.value == -1
    assert first(asked(3), [[x, 2, 4] for x, _ in TEN]).items[0].correlation.why is WhyNot.TOO_ALIKE
    flat = first(asked(3), [[x, y, 6 - y] for x, y in TEN])
    assert flat.items[0].correlation.why is WhyNot.TOO_ALIKE
    for why in WhyNot:
        assert str(Figure(None, None, why)).split()[0] in ("It", "Withheld:")


def test_one_person_who_differs_is_no_variance_to_speak_of():
    """DESIGN 7 rule 4: what all but one answered alike says what that one answered."""
    rows = [[x, 3, y] for x, y in TEN]
    rows[4][1] = 1
    assert first(asked(3), rows).items[1].correlation.why is WhyNot.TOO_ALIKE
    two = [row[:2] for row in rows]
    assert first(asked(2), two).items[0].correlation.why is WhyNot.TOO_ALIKE
    rows[5][1] = 1
    assert first(asked(3), rows).items[1].correlation.value is not None


def test_covariances_that_contradict_each_other_give_no_figure():
    """Taken in pairs from different people, they can say what no answers could."""
    # Two people's worth of pairs: q1 with q2 and q3 alike, q2 with q3 against each other.
    rows = [[1, 1, None], [5, 5, None], [1, None, 1], [5, None, 5], [None, 1, 5], [None, 5, 1]] * 5
    found = first(asked(3), rows)
    assert found.items[0].correlation.why is WhyNot.CONTRADICTING
    assert 'method="complete"' in str(found.items[0].correlation)
    for cells in ([[1, -9], [-9, 1]], [[1, 9], [9, 1]]):
        with pytest.raises(ContradictionError):
            alpha(Matrix(tuple(map(tuple, cells)), 10))
    for matrix in (((1, 0, 0), (0, 1, -9), (0, -9, 1)), ((1, 9), (9, 1))):
        with pytest.raises(ContradictionError):
            item_rest(Matrix(matrix, 10), 0)
    apart = [[1, 5, None], [5, 1, None], [1, None, 5], [5, None, 1], [None, 1, 5], [None, 5, 1]] * 5
    assert first(asked(3), apart).alpha.why is WhyNot.CONTRADICTING


def test_floor_and_ceiling_of_an_item_and_of_a_scale():
    """An item's as it was answered; a scale's after reversal, of people all of whose answers stand there."""
    rows = [[1, 5]] * 5 + [[3, 3]] * 6 + [[5, 1]] * 7 + [[None, None]] * 2
    found = figures(asked(2, reverse=["q2"]), rows)
    one = found.scales["mean"]
    assert (one.floor, one.ceiling) == (
        Figure(Decimal("0.2778"), 18),
        Figure(Decimal("0.3889"), 18),
    )
    use = found.items["q2"]
    assert (use.floor, use.ceiling) == (
        Figure(Decimal("0.3889"), 18),
        Figure(Decimal("0.2778"), 18),
    )
    assert (use.n, found.n) == (18, 20)


@pytest.mark.parametrize(
    ("low", "middle", "high"),
    [(4, 8, 8), (8, 4, 8), (8, 8, 4), (1, 10, 11), (12, 0, 4), (20, 0, 0), (0, 20, 0), (0, 0, 20),
     (1, 19, 0), (0, 1, 19)],
)  # fmt: skip
def test_shares_are_withheld_together(low, middle, high):
    """A few people in any of the three parts, or all in one: neither share is told."""
    rows = [[1]] * low + [[3]] * middle + [[5]] * high
    use = figures(asked(1), rows).items["q1"]
    assert {use.floor.why, use.ceiling.why} == {WhyNot.WITHHELD}
    found = first(asked(1), rows)
    assert {found.floor.why, found.ceiling.why} == {WhyNot.WITHHELD}


@pytest.mark.parametrize("few", [0, 1])
def test_shares_of_people_who_answered_alike_are_withheld(few):
    """DESIGN 7 rule 4: nobody at either end, and all, or all but one, on one answer between."""
    rows = [[3]] * (20 - few) + [[2]] * few
    assert figures(asked(1), rows).items["q1"].floor.why is WhyNot.WITHHELD
    assert first(asked(1), rows).floor.why is WhyNot.WITHHELD
    assert figures(asked(1), [*rows[2:], [2], [2]]).items["q1"].floor.value == 0


@pytest.mark.parametrize(("low", "middle", "high"), [(5, 10, 5), (10, 0, 10), (0, 10, 10)])
def test_shares_of_enough_people_are_told_and_so_is_nobody(low, middle, high):
    """Zeros are shown (C-21)."""
    rows = [[1]] * low + [[2], [3]] * (middle // 2) + [[5]] * high
    use = figures(asked(1), rows).items["q1"]
    assert (use.floor.value, use.ceiling.value) == (Decimal(low) / 20, Decimal(high) / 20)


def test_every_missing_reason_has_its_share_of_all_people():
    """C-07: five reasons stand apart; with too few of one of them none is told, but everybody's answers are."""
    rows = [[1]] * 20 + [["na"]] * 10 + [["declined"]] * 5 + [["unsure"]] * 5 + [[None]] * 10
    missing = figures(asked(1), rows).items["q1"].missing
    assert {reason: figure.value for reason, figure in missing.items()} == {
        MissingReason.NOT_APPLICABLE: Decimal("0.2"),
        MissingReason.DECLINED: Decimal("0.1"),
        MissingReason.DONT_KNOW: Decimal("0.1"),
        MissingReason.NOT_ANSWERED: Decimal("0.2"),
        MissingReason.NOT_ASKED: Decimal(0),
    }
    assert {figure.n for figure in missing.values()} == {50}
    for few in ([["na"]] * 4, [["unsure"]]):
        less = figures(asked(1), [[1]] * 20 + few).items["q1"]
        assert {figure.why for figure in less.missing.values()} == {WhyNot.WITHHELD}
        assert less.n == 20
    nobody = figures(asked(1), [[1], [2]] * 10).items["q1"]
    assert {figure.value for figure in nobody.missing.values()} == {Decimal(0)}
    everybody = figures(asked(1), [["na"]] * 20).items["q1"]
    assert {figure.why for figure in everybody.missing.values()} == {WhyNot.WITHHELD}


def test_a_hidden_item_is_not_asked():
    """What show_if hid has a share of its own, and enters no covariance."""
    known = instrument(
        choice("q1"), choice("q2", show_if={"item": "q1", "in": ["a", "b"]}),
        scales=(scale("mean", "q1", "q2"),),
    )  # fmt: skip
    rows = [[1, 1], [2, 2], [1, 3]] * 4 + [[4, None]] * 8
    found = figures(known, rows)
    assert found.items["q2"].missing[MissingReason.NOT_ASKED].value == Decimal("0.4")
    assert found.scales["mean"].alpha.n == 12


def test_items_without_a_range_have_no_floor():
    """A text, a list of codes, a single option: the shares of what is missing stand all the same."""
    known = instrument(
        item("t", "text"), choice("one", "single"), item("many", "choices", response_set="set"),
        sets={"single": options(3)}, scales=(scale("mean", "one"),),
    )  # fmt: skip
    blank = people(instrument(choice("q1")), [[1]] * 10)
    records = [
        evolve(
            one, instrument=known.ref, answers={"t": f"said {at}", "one": "a", "many": ("a", "b")}
        )
        for at, one in enumerate(blank)
    ]
    found = reliability_of(known, records, **FEW)
    for use in found.items.values():
        assert (use.floor.why, use.ceiling.why, use.n) == (WhyNot.NO_RANGE, WhyNot.NO_RANGE, 10)
        assert use.missing[MissingReason.DECLINED].value == 0
    assert found.scales["mean"].floor.why is WhyNot.NO_RANGE


def test_numbers_and_yes_and_no_have_ends_too():
    """By their declared bounds, read as they are written."""
    known = instrument(
        item("n", "integer", minimum=0, maximum=9), item("d", "decimal", minimum=0, maximum="1/2"),
        item("b", "boolean"), scales=(scale("mean", "n", "d", "b"),),
    )  # fmt: skip
    blank = people(instrument(choice("q1")), [[1]] * 15)
    records = [
        evolve(
            one,
            instrument=known.ref,
            answers={
                "n": (0, 4, 9)[at % 3],
                "d": Decimal(("0", "0.25", "0.5")[at % 3]),
                "b": at % 2 == 0,
            },
        )
        for at, one in enumerate(blank)
    ]
    found = reliability_of(known, records, **FEW)
    third = Decimal("0.3333")
    assert [found.items[name].floor.value for name in "ndb"] == [third, third, Decimal("0.4667")]
    assert [found.items[name].ceiling.value for name in "ndb"] == [third, third, Decimal("0.5333")]
    assert found.scales["mean"].alpha.value is not None


def test_a_count_is_of_hits():
    """A scale that counts codes goes by hit or no hit."""
    found = first(asked(2, "count", of=["d", "e"]), TEN)
    hits = first(asked(2), [[1 + 4 * (x > 3), 1 + 4 * (y > 3)] for x, y in TEN])
    assert found.alpha == hits.alpha


def test_the_current_view_is_what_counts():
    """An amended record counts as amended; drafts, voided and superseded ones are refused by name."""
    known = asked(2)
    rows = people(known, TEN)
    amended = evolve(
        rows[0], id="later", status=RecordStatus.AMENDED, answers={"q1": "e", "q2": "e"},
        supersedes=RecordRef("r0", digest(rows[0])),
    )  # fmt: skip
    view = current_view([amended, *rows], digest=digest)
    expected = first(known, [[5, 5], *TEN[1:]])
    assert reliability_of(known, view.in_force, **FEW).scales["mean"] == expected
    for wrong, said in (
        ([amended, *rows], "1 records are superseded"),
        ([*rows, rows[0]], "1 records stand there under an id"),
        ([evolve(rows[0], status=RecordStatus.DRAFT), *rows[1:]], "1 of 10 records are drafts"),
        (
            [evolve(rows[0], status=RecordStatus.ENTERED_IN_ERROR), *rows[1:]],
            "1 of 10 records are drafts",
        ),
        (view, r"Pass view\.in_force"),
    ):
        with pytest.raises(CallRefused, match=said) as refused:
            reliability_of(known, wrong, **FEW)
        assert "in_force" in str(refused.value)


def test_one_scoring_digest_alone():
    """Another instrument, or a version that scores otherwise; a mended text keeps records together."""
    known, other = asked(2), asked(2, reverse=["q1"])
    rows = people(known, TEN)
    mended = evolve(known, ref=evolve(known.ref, version="1.0.1", digest="sha256:" + "0" * 64))
    assert reliability_of(mended, rows, **FEW).scales == reliability_of(known, rows, **FEW).scales
    assert other.ref.scoring != known.ref.scoring
    with pytest.raises(CallRefused, match="10 of 10 records are not of small"):
        reliability_of(other, rows, **FEW)
    foreign = evolve(rows[0], instrument=evolve(known.ref, id="another"))
    with pytest.raises(CallRefused, match=r"1 of 10 .*another 1\.0\.0"):
        reliability_of(known, [foreign, *rows[1:]], **FEW)


def test_one_record_of_each_person_and_never_of_a_few_subjects():
    """S0-08, S1-04: the figures are of questions; a person's two sittings are not two people."""
    known = asked(2)
    rows = people(known, TEN)
    twice = [evolve(one, respondent="w1") if at < 3 else one for at, one in enumerate(rows)]
    with pytest.raises(CallRefused, match="1 people stand there with more than one record"):
        reliability_of(known, twice, **FEW)
    nobody = [evolve(one, respondent=None) for one in rows]
    assert reliability_of(known, nobody, **FEW).n == 10
    for count in (1, 4):
        about = [evolve(one, subject=f"s{at % count}") for at, one in enumerate(rows)]
        with pytest.raises(CallRefused, match=f"about {count} people"):
            reliability_of(known, about, **FEW)
    about = [evolve(one, subject=f"s{at % 5}") for at, one in enumerate(rows)]
    assert reliability_of(known, about, **FEW).n == 10


@pytest.mark.parametrize("cell", [4, 0, -11, 10.5, "11", None, True, 5.0])
def test_the_smallest_cell_has_a_floor(cell):
    """C-21: never under five for staff."""
    known = asked(2)
    with pytest.raises(CallRefused, match="min_cell is"):
        reliability_of(known, people(known, TEN), min_cell=cell)


def test_anonymous_answers_keep_eleven():
    """S0-12: parents' answers may be looked at in memory, and never in smaller numbers than eleven."""
    known = evolve(asked(2), anonymous=True)
    rows = people(known, TEN * 3)
    with pytest.raises(CallRefused, match="at least 11 for small"):
        reliability_of(known, rows, min_cell=10)
    assert reliability_of(known, rows, min_cell=11).n == 30
    assert reliability_of(known, rows, min_cell=16).n is None


def test_a_wrong_call_says_everything_at_once():
    """DESIGN 6: one refusal, each reason on a line."""
    known = asked(2)
    rows = [evolve(people(known, TEN)[0], status=RecordStatus.DRAFT)] * 2
    with pytest.raises(CallRefused) as refused:
        reliability_of(known, rows, min_cell=1, method="listwise")
    lines = str(refused.value).splitlines()
    assert [line.split()[0] for line in lines] == ["method", "min_cell", "2", "1", "1"]
    assert "pairwise, complete" in lines[0]
    for wrong in (None, "small", 5):
        with pytest.raises(CallRefused, match="instrument is a"):
            reliability_of(wrong, [])
    for wrong in (None, 5, "r1", [{}]):
        with pytest.raises(CallRefused, match="records"):
            reliability_of(known, wrong)
    assert reliability_of(known, []).n is None


@pytest.mark.parametrize("answer", ["zz", 3, 2.5, True, ("a",), None, {"missing": "bored"}])
def test_answers_that_the_instrument_does_not_take_are_refused(answer):
    """A record that a host built itself is looked at before it is counted."""
    known = asked(2)
    rows = people(known, TEN)
    rows[3] = evolve(rows[3], answers={"q1": "a", "q2": answer})
    with pytest.raises(CallRefused, match=r"records\[3\] holds answers") as refused:
        reliability_of(known, rows, **FEW)
    assert [issue.path for issue in refused.value.issues] == ["$.answers.q2"]


def test_the_covariances_of_nobody_and_of_one_are_zero():
    """No division by n - 1 where there is none; n says that nothing stands on it."""
    assert matrix_of([[None], [1]]) == Matrix(((0, 0), (0, 0)), 0)
    assert matrix_of([[2], [1]]).n == 1


def test_two_people_have_a_covariance():
    """The fewest of whom there is one: 1 and 3 vary by 2, 2 and 6 by 8, together by 4."""
    assert matrix_of([[1, 3], [2, 6]]) == Matrix(((2, 4), (4, 8)), 2)


def test_a_result_is_a_value():
    """Frozen, comparable, hashable."""
    known = asked(2)
    found = figures(known, TEN)
    assert found == figures(known, TEN)
    assert hash(found) == hash(figures(known, TEN))
    with pytest.raises(AttributeError):
        found.n = 3


def test_two_items_that_do_not_go_together_at_all_have_no_note():
    """(1,1), (1,2), (2,1), (2,2) three times: products 27, sums 18 and 18, 12 * 27 - 18 * 18 = 0, so r is 0."""
    found = first(asked(2), [[1, 1], [1, 2], [2, 1], [2, 2]] * 3)
    assert [one.correlation.value for one in found.items] == [0, 0]
    assert [one.note for one in found.items] == ["", ""]
    assert found.alpha.value == 0


def test_items_that_are_one_go_together_wholly():
    """Twice the same answers: alpha is exactly 1, and no contradiction."""
    found = first(asked(2), [[x, x] for x, _ in TEN])
    assert (found.alpha, found.items[0].correlation.value) == (Figure(Decimal(1), 10), 1)


def test_a_note_says_which_key_to_look_at():
    """In full: of an item that is keyed, and of one that is not."""
    wrong = first(asked(2, reverse=["q2"]), TEN)
    assert [one.note for one in wrong.items] == [
        ("The answers to q1 run against the other items of mean: a reverse key may be missing. Read its words beside "
        "theirs."),
        ("The answers to q2 run against the other items of mean: it is reverse-keyed, and perhaps should not be. Read its "
        "words beside theirs."),
    ]  # fmt: skip


def test_where_all_but_one_answered_each_item_alike_nothing_is_told():
    """DESIGN 7 rule 4: alpha of such items would say what the single ones answered."""
    rows = [[3, 3]] * 8 + [[3, 4], [2, 3]]
    found = first(asked(2), rows)
    assert found.alpha.why is WhyNot.TOO_ALIKE
    behind = first(asked(2), [[3, x] for x, _ in TEN[1:]] + [[2, 1]])
    assert behind.items[1].correlation.why is WhyNot.TOO_ALIKE


def test_a_share_is_rounded_half_up():
    """5 of 160 is 0.03125, a tie in the fourth place."""
    rows = [[1]] * 5 + [[3], [4]] * 75 + [[5]] * 5
    assert figures(asked(1), rows).items["q1"].floor == Figure(Decimal("0.0313"), 160)


def test_figures_say_what_they_are_of():
    """The instrument, each scale and each item by id."""
    known = asked(2)
    found = figures(known, TEN)
    assert found.instrument == known.ref
    assert {name: one.id for name, one in found.scales.items()} == {"mean": "mean"}
    assert {name: one.item for name, one in found.items.items()} == {"q1": "q1", "q2": "q2"}


def test_who_has_no_value_stands_at_no_end():
    """A sum with an item open has no value; an answer to the only item without a range is no end either."""
    rows = [[1, 1]] * 6 + [[3, 4]] * 6 + [[1, None]] * 6
    found = first(asked(2, "sum"), rows)
    assert (found.floor, found.ceiling) == (Figure(Decimal("0.5"), 12), Figure(Decimal(0), 12))
    known = instrument(
        choice("q1"),
        choice("one", "single"),
        sets={"single": options(3)},
        scales=(scale("mean", "q1", "one"),),
    )
    rows = [[1, 1]] * 6 + [[3, 1]] * 3 + [[4, 1]] * 3 + [[None, 1]] * 6
    assert first(known, rows).floor == Figure(Decimal("0.5"), 12)
    alone = instrument(
        choice("one", "single"), sets={"single": options(3)}, scales=(scale("mean", "one"),)
    )
    nowhere = first(alone, [[1]] * 10)
    assert (nowhere.floor.why, nowhere.ceiling.why) == (WhyNot.NO_RANGE, WhyNot.NO_RANGE)
