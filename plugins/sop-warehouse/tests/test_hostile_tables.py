"""Tables that hold what no record could are refused, in words, and never counted a little."""

from __future__ import annotations

import json

import duckdb
import pytest
from warehouse_support import DEFINITION, LEVELS, SOP, Spoiled, record, records, scale, sop_with

from sop_core import CallRefused, RecordRefused
from sop_core.documents import tally_lines
from sop_warehouse import DuckDB, Tables, check_instrument, tally_tables, write_tables


@pytest.fixture
def spoiled(tmp_path):
    return Spoiled(tmp_path, records())


def refused(call, *args, **options):
    """The codes of what is wrong; each issue says why and what to do."""
    with pytest.raises(RecordRefused) as found:
        call(*args, **options)
    for issue in found.value.issues:
        assert issue.path.startswith("$")
        assert issue.fix
        assert len(issue.message) > 40
    return {issue.code for issue in found.value.issues}


def test_every_type_method_and_status_is_counted_as_the_core_does(spoiled):
    """DESIGN 7: items that are named as columns are, chains of show_if, fractions, decimals, amendments."""
    expected = SOP.tally(records(), batch="b", levels=LEVELS)
    found = spoiled.tally()
    assert found == expected
    assert b"".join(tally_lines(found)) == b"".join(tally_lines(expected))
    assert {reason.value: n for reason, n in found.batches["b"].skipped.items()} == {
        "draft": 1, "entered_in_error": 2, "superseded": 1,
    }  # fmt: skip
    assert check_instrument(SOP.catalog.instrument("odd")) == ()
    assert Spoiled(spoiled.folder, []).tally() == SOP.tally([], batch="b", levels=LEVELS)
    assert spoiled.tally(levels=None) == SOP.tally(records(), batch="b")


def head(**changes):
    return lambda it: it.head("r5").update(changes)


def answer(of, **changes):
    return lambda it: it.answer("r8", of).update(changes)


SPOILS = {
    "an administration twice": (lambda it: it.heads.append(dict(it.heads[3])), "stands_twice"),
    "no administration": (head(administration=None), "no_administration"),
    "an unknown status": (head(status="final"), "unknown_status"),
    "no status": (head(status=None), "unknown_status"),
    "no instrument": (head(instrument=None), "unknown_instrument"),
    "another instrument": (head(instrument="even"), "unknown_instrument"),
    "another version": (head(version="2.0.0"), "unknown_instrument"),
    "another scoring digest": (head(scoring="sha256:" + "0" * 64), "scoring_mismatch"),
    "no scoring digest": (head(scoring=None), "scoring_mismatch"),
    "no cycle": (head(cycle=None), "not_an_id"),
    "a cycle that is none": (head(cycle="the first; quarter"), "not_an_id"),
    "a hole in the scope": (head(scope_1=None, scope_2="n"), "not_an_id"),
    "a scope with a slash": (head(scope_1="c", scope_2="n/u", scope_3="x"), "not_an_id"),
    "groupings out of order": (head(groupings="kind=new;a=b"), "not_an_id"),
    "a grouping twice": (head(groupings="a=b;a=c"), "not_an_id"),
    "groupings without values": (head(groupings="kind"), "not_an_id"),
    "a grouping of three parts": (head(groupings="a=b=c"), "not_an_id"),
    "an answer twice": (lambda it: it.answers.append(dict(it.answer("r8", "code"))), "stands_twice"),
    "an answer three hundred times": (
        lambda it: it.answers.extend(300 * [dict(it.answer("r8", "item"))]), "stands_twice"),
    "an answer twice, of which one is nothing": (
        lambda it: it.answers.append({**it.answer("r8", "code"), "code": None}), "stands_twice"),
    "one item with two codes": (
        lambda it: it.answers.append({**it.answer("r8", "code"), "code": "2"}), "stands_twice"),
    "answers of nobody": (answer("code", administration="r999"), "unknown_administration"),
    "answers without anybody": (answer("code", administration=None), "unknown_administration"),
    "an unknown item": (answer("item", item="itme"), "unknown_item"),
    "no item": (answer("item", item=None), "unknown_item"),
    "an unknown code": (answer("item", code="6"), "unknown_code"),
    "a code with a space behind it": (answer("item", code="2 "), "unknown_code"),
    "a number with a point": (answer("missing", code="7.0"), "not_a_number"),
    "a number with a zero before it": (answer("missing", code="07"), "not_a_number"),
    "a number with a sign": (answer("missing", code="+7"), "not_a_number"),
    "a number out of range": (answer("missing", code="10"), "out_of_range"),
    "a number beyond all range": (answer("missing", code="9" * 18), "out_of_range"),
    "a decimal in words": (answer("s", code="NaN"), "not_a_number"),
    "a decimal with an exponent": (answer("s", code="1e1"), "not_a_number"),
    "a boolean in capitals": (answer("g", code="TRUE"), "not_a_boolean"),
    "codes twice": (answer("scale", code="y y"), "codes_contradict"),
    "codes with a comma": (answer("scale", code="y,n"), "unknown_code"),
    "no code at all": (answer("scale", code=""), "unknown_code"),
    "a code and a reason": (answer("item", missing="declined"), "code_or_reason"),
    "neither of them": (answer("item", code=None), "code_or_reason"),
    "a reason that is not offered": (answer("item", code=None, missing="dont_know"), "reason_not_allowed"),
    "a reason that is computed": (answer("item", code=None, missing="not_asked"), "reason_not_allowed"),
    "an answer that was not asked for": (answer("item", code="5"), "hidden_item_answered"),
    "a reason that was not asked for": (
        lambda it: it.answers.append({"administration": "r7", "item": "g", "code": None, "missing": "declined"}),
        "hidden_item_answered"),
    "a required answer that was lost": (lambda it: it.answers.remove(it.answer("r2", "code")), "required"),
    "a required answer that is none": (
        lambda it: it.answer("r2", "code").update(code=None, missing="not_answered"), "required"),
    "an amendment of nobody": (lambda it: it.heads.remove(it.head("r0")), "given_missing"),
    "an amendment without a digest": (
        lambda it: next(row for row in it.heads if row["status"] == "amended").update(supersedes_digest=None), "no_digest"),
    "an amendment of nothing": (
        lambda it: next(row for row in it.heads if row["status"] == "amended").update(supersedes=None, supersedes_digest=None),
        "supersedes_missing"),
    "an amendment of what was something else": (lambda it: it.head("r0").update(digest="sha256:" + "0" * 64), "superseded_changed"),
    "an earlier one without a digest": (lambda it: it.head("r0").update(digest=None), "no_digest"),
    "two amendments of one": (
        lambda it: it.head("r5").update(supersedes="r0", supersedes_digest=it.head("r0")["digest"]), "superseded_twice"),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILS, ids=list(SPOILS))
def test_a_spoiled_table_is_refused(spoiled, how):
    """DESIGN 6: one cell that no record could hold refuses the whole, by its code."""
    spoil, code = SPOILS[how]
    spoil(spoiled)
    assert code in refused(spoiled.tally)


def test_what_does_not_count_may_be_as_it_is(spoiled):
    """A draft's answers are not looked at, as no draft's are by who counts."""
    draft = next(row["administration"] for row in spoiled.heads if row["status"] == "draft")
    for row in spoiled.answers:
        if row["administration"] == draft:
            row["code"] = "anything"
    spoiled.answers.append(dict(spoiled.answer(draft, "code")))
    assert spoiled.tally() == SOP.tally(records(), batch="b", levels=LEVELS)


def test_rows_of_text_are_left_alone(spoiled):
    """What somebody wrote is counted by nobody, and read by nobody."""
    row = {"administration": "r7", "item": "said", "code": "A sentence, 'quoted'.", "missing": None}
    spoiled.answers += [row, {**row, "administration": "r2", "code": "Another."}]
    assert spoiled.tally() == SOP.tally(records(), batch="b", levels=LEVELS)


def test_a_column_that_is_not_there_is_named(tmp_path):
    """Of a database, of CSV: which it is, and which there are."""
    con = duckdb.connect()
    con.execute("CREATE TABLE a AS SELECT 'r1' AS administration, 'q' AS item, 'x' AS kode")
    con.execute("CREATE TABLE h AS SELECT 'r1' AS administration, 'n' AS scope_2")
    with pytest.raises(RecordRefused, match="scope_1"):
        tally_tables(SOP, Tables("h", "a"), batch="b", engine=DuckDB(con))
    written = write_tables(SOP, [record(0)], tmp_path, format="csv", levels=3).tables
    assert refused(tally_tables, SOP, Tables(written.administrations, con.table("a")), batch="b", engine=DuckDB(con)) == {"no_column"}  # fmt: skip


def test_a_database_keeps_its_tables_and_gains_none(tmp_path):
    """Tables by name and as relations, with columns of other types; what is made on the way goes again."""
    written = write_tables(SOP, records(), tmp_path, levels=3).tables
    con = duckdb.connect(str(tmp_path / "host.duckdb"))
    con.execute(f"CREATE TABLE heads AS SELECT *, 1 AS further FROM '{written.administrations}'")
    con.execute(f"CREATE TABLE given AS SELECT * FROM '{written.answers}' ORDER BY hash(item)")
    con.execute("ALTER TABLE heads ALTER status TYPE ENUM('complete', 'draft', 'amended', 'entered_in_error')")  # fmt: skip
    expected = SOP.tally(records(), batch="b", levels=LEVELS)
    for _ in range(2):
        found = tally_tables(SOP, Tables("heads", con.table("given")), batch="b", levels=LEVELS, engine=DuckDB(con))  # fmt: skip
        assert found == expected
    assert con.sql("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall() == [("given",), ("heads",)]  # fmt: skip


def test_a_call_that_is_wrong_is_refused_in_the_words_of_the_core(spoiled, tmp_path):
    """Batch, revision and levels as in sop.tally; a table that is none; a format that is none."""
    for options in ({"batch": "a b"}, {"revision": 0}, {"levels": "county"}):
        with pytest.raises(CallRefused):
            spoiled.tally(**options)
    assert refused(spoiled.tally, levels=["county"]) == {"not_an_id"}
    with pytest.raises(CallRefused, match="DuckDB relation"):
        tally_tables(SOP, Tables([1], [2]), batch="b")
    with pytest.raises(CallRefused, match="parquet, csv, jsonl"):
        write_tables(SOP, [], tmp_path, format="xlsx")
    with pytest.raises(CallRefused, match="up to 12"):
        write_tables(SOP, [], tmp_path, levels=13)


def test_what_is_beyond_whole_numbers_is_said_before_anything_is_counted(tmp_path):
    """Fractions of many long denominators: the core counts them, an engine of 64 bits cannot."""
    primes = (999999999989, 999999999961, 999999999959)
    sets = {
        f"set{at}": {"options": [{"code": "a", "value": f"1/{p}", "label": {"en": "A."}}, {"code": "b", "value": 1, "label": {"en": "B."}}]}
        for at, p in enumerate(primes)
    }  # fmt: skip
    items = [{"id": f"q{at}", "type": "choice", "text": {"en": "Q."}, "response_set": name} for at, name in enumerate(sets)]  # fmt: skip
    definition = {
        **DEFINITION, "id": "long", "response_sets": sets,
        "sections": [{"id": "s", "title": {"en": "S."}, "items": items}],
        "scales": [scale("fine", ["q0"], "mean"), scale("long", ["q0", "q1", "q2"], "mean")],
    }  # fmt: skip
    sop = sop_with(definition)
    (issue,) = check_instrument(sop.catalog.instrument("long"))
    assert (issue.code, issue.path) == ("beyond_the_engine", "$.scales[1]")
    one = {**record(0), "instrument": {"id": "long", "version": "1.0.0"}, "answers": {"q0": "b"}}
    written = write_tables(sop, [one], tmp_path, format="jsonl")
    assert refused(tally_tables, sop, written.tables, batch="b") == {"beyond_the_engine"}
    assert sop.tally([one], batch="b").n == 1


def test_a_decimal_too_long_for_whole_numbers_is_refused(spoiled):
    """Decimals are judged as they stand in the table, before anything is summed."""
    spoiled.answer("r8", "s")["code"] = "2." + "3" * 25
    assert refused(spoiled.tally) == {"beyond_the_engine"}


def test_a_record_that_is_not_sound_is_not_written(tmp_path):
    """Every issue of it, by its place; copies are written once; two records of one id are not written."""
    with pytest.raises(RecordRefused, match=r"\$\[1\]\.answers\.item"):
        write_tables(SOP, [record(0), record(1, answers={"code": "1", "item": "9"})], tmp_path)
    with pytest.raises(RecordRefused, match="Two different"):
        write_tables(SOP, [record(0), record(0, cycle="q2")], tmp_path)
    with pytest.raises(RecordRefused, match="Leave it out"):
        write_tables(SOP, [DEFINITION], tmp_path)
    with pytest.raises(RecordRefused, match="more levels"):
        write_tables(SOP, [record(0)], tmp_path, levels=2)
    written = write_tables(SOP, [record(0), json.dumps(record(0)), SOP.accept(record(0)).record], tmp_path)  # fmt: skip
    assert (written.n_records, written.n_copies, written.n_answers) == (1, 2, 1)
