"""Rule 2 for what is left of a scope, counted by hand; the laws are in tests/property/test_worker_laws.py."""

from __future__ import annotations

from sop_core.reporting import Limits, suppress
from sop_core.reporting.suppress_frame import frame_of
from sop_core.reporting.suppress_workers import Left, workers_left
from tests.unit._reports import names, place, said, table


def left(told, parts):
    """The workers of what is left of the whole: `told` has the workers of each scope, or None."""
    of = {one: [at for at in told if at and at.rpartition("/")[0] == one] for one in told}
    way = {""} | {"/".join(one.split("/")[:end]) for one in parts for end in range(1, 3)}
    return Left(parts=parts, way=way, below=of.__getitem__, stated=told.__getitem__).of("")


class TestLeft:
    def test_workers_of_two_parts_may_be_the_same(self):
        """Of ten workers seven are in one unit, and three may be all of two others."""
        told = {"": 10, "a": 3, "b": 3, "c": 7}
        assert left(told, ["a", "b"]) == (3, False)
        assert left({**told, "": 12}, ["a", "b"]) == (5, False)
        assert left({**told, "": 20}, ["a", "b"]) == (6, False)
        assert left({**told, "": 7}, ["a", "b"]) == (3, False)

    def test_beside_an_unknown_number_the_largest_part_alone_counts(self):
        """Three workers of two units each may be the same three, whoever the others are."""
        assert left({"": 20, "a": 3, "b": 3, "c": None, "d": 8}, ["a", "b"]) == (3, False)
        assert left({"": None, "a": 3, "b": 4, "c": 8}, ["a", "b"]) == (4, False)

    def test_units_of_two_unknown_offices_may_share_their_workers(self):
        """Four workers serve a unit of each; the eight of the units that are shown serve both offices too."""
        told = {"": 12, "a": None, "a/1": 4, "a/2": 8, "b": None, "b/1": 4, "b/2": 8}
        assert left(told, ["a/1", "b/1"]) == (4, False)

    def test_what_is_unknown_is_nobody(self):
        """Ten units of which nobody tells a number add nothing."""
        told = {"": None, **dict.fromkeys("abcdefghij"), "k": 5}
        assert left(told, list("abcdefghij")) == (0, False)
        assert left(told, []) == (0, False)

    def test_all_of_a_scope_is_the_scope(self):
        """Its own number is theirs where a part's is not known; where all are, no more than the parts have together."""
        assert left({"": 9, "a": None, "b": 2}, ["a", "b"]) == (9, True)
        assert left({"": 9, "a": 3, "b": 2}, ["a", "b"]) == (5, True)
        assert left({"": 4, "a": 3, "b": 2}, ["a", "b"]) == (4, True)
        assert left({"": None, "a": 3, "b": 2}, ["a", "b"]) == (3, True)

    def test_all_of_all_parts_is_all(self):
        """Two levels down, too; one unit that is shown makes an end of it."""
        told = {"": 9, "a": 9, "a/1": None, "a/2": 2, "b": None, "b/1": None}
        assert left(told, ["a/1", "a/2", "b/1"]) == (9, True)
        assert left(told, ["a/1", "b/1"]) == (0, False)
        only = {"": 20, "a": 20, "a/1": 18, "a/2": 2}
        assert left(only, ["a/2"]) == (2, False)
        both = {"": 20, "a": 20, "a/1": 18, "a/2": 2, "b": 2}
        assert left(both, ["a/2", "b"]) == (2, False)


class TestOfATable:
    def left_of(self, cells, workers, total, *parts):
        frame = frame_of(table(cells, workers=workers), Limits())
        at = {said(one): index for index, one in enumerate(frame.places)}
        return workers_left(frame, at[total], [at[one] for one in parts])

    def test_units_of_the_whole(self):
        """Three workers may be all that two units of the whole have."""
        cells = {"": 60, "a": 20, "b": 20, "c": 20, "d": 0}
        workers = {(): 10, ("a",): 3, ("b",): 3, ("c",): 7}
        assert self.left_of(cells, workers, "", "a", "b") == 3
        # Where nobody answered nobody is asked how many workers there are.
        assert self.left_of(cells, {**workers, (): 13}, "", "a", "b") == 6
        assert self.left_of(cells, workers, "", "a", "b", "c") == 10
        assert self.left_of(cells, workers, "a", "a") == 3
        assert self.left_of(cells, workers, "d", "d") == 0

    def test_units_of_withheld_offices(self):
        """What is left of the whole lies two levels down."""
        cells = {"": 120, "a": 60, "a/1": 30, "a/2": 30, "b": 60, "b/1": 60}
        workers = {(): 19, ("a",): 9, ("b",): 10, ("a", "1"): 6, ("a", "2"): 3, ("b", "1"): 10}
        assert self.left_of(cells, workers, "", "a/2") == 3
        assert self.left_of(cells, workers, "", "a/2", "b/1") == 13

    def test_parts_by_a_grouping_share_the_workers_of_their_scope(self):
        """The most of them count, and of parts in several scopes those who are surely not the same."""
        cells = {"": 120, "@t=x": 60, "@t=y": 60}
        for name in "ab":
            cells |= {name: 60, f"{name}@t=x": 30, f"{name}@t=y": 30}
        workers = {(): 20, ("a",): 10, ("b",): 10, place("@t=x"): 9, place("@t=y"): 4}
        assert self.left_of(cells, workers, "", "@t=x", "@t=y") == 9
        three = dict.fromkeys(map(place, ("a@t=x", "b@t=x", "a@t=y", "b@t=y")), 3)
        assert self.left_of(cells, {**workers, **three}, "", "a@t=y", "b@t=y") == 4
        assert self.left_of(cells, {**workers, **three}, "", "a@t=x", "a@t=y") == 3
        assert self.left_of(cells, {**workers, **three}, "@t=x", "a@t=x", "b@t=x") == 6
        assert self.left_of(cells, {**workers, **three}, "a", "a@t=x", "a@t=y") == 3

    def test_the_parents_of_four_workers_are_not_left_of_the_whole(self):
        """Beside a unit of each of two offices are the parents of the four workers whom both others share."""
        cells = {"": 160, "a": 80, "b": 80, "a/1": 40, "a/2": 40, "b/1": 40, "b/2": 40}
        units = {("a", "1"): 4, ("a", "2"): 8, ("b", "1"): 4, ("b", "2"): 8}
        withheld = names(suppress(table(cells, workers={(): 12, **units})))
        assert withheld.keys() - {"a", "b", "a/1", "b/1"}
