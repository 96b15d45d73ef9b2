"""A sheet's cells: what each may say, and how a person is told what it may not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sop_core.cli.authoring.building import MOST_ISSUES, finished, finished_sheet
from sop_core.cli.authoring.columns import COLUMNS, TEMPLATE
from sop_core.cli.authoring.drafts import About
from sop_core.cli.authoring.output import pretty
from sop_core.cli.authoring.ready import READY, options_of
from sop_core.cli.authoring.saying import stand_in
from sop_core.cli.authoring.sheet import MOST_ITEMS, parts_of
from sop_core.errors import DocumentRefused

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = ROOT / "src/sop_core/instruments/definitions"


def made(text, *, languages=(), default=None):
    """The definition of a sheet, given as text or bytes."""
    data = text if isinstance(text, bytes) else text.encode()
    parts = parts_of(data, languages=languages, default=default)
    return finished_sheet(parts, stand_in(parts.sheet.languages))


def refused(text, **call):
    """The places, codes and sentences of a refusal."""
    with pytest.raises(DocumentRefused) as caught:
        made(text, **call)
    return caught.value.issues


def items(document):
    return {item["id"]: item for section in document["sections"] for item in section["items"]}


HEAD = "section,item,text,type,response_set,options,minimum,maximum,max_length,required,show_if\n"
AGREE = "1=No;2=Yes;na=Does not apply"


@pytest.mark.parametrize(
    ("sheet", "code", "place", "says"),
    [
        ("", "no_items", "row 1", "empty"),
        ("hello\n", "sheet_delimiter", "row 1", "hello"),
        ("item,text;section\nq1,x;y\n", "sheet_delimiter", "row 1", "commas"),
        ("section,item,text\n", "no_items", "row 2, column item", "nothing below"),
        ("section,item\nA,q1\n", "missing_column", "row 1, column text", "every item needs it"),
        ("item,text,type\nq1,x,text\n", "missing_column", "row 1, column section", "every item"),
        ("section,item,text,type,colour\nA,q1,x,text,red\n", "unknown_column", "row 1, column colour", "is no column"),
        ("section,item,text,type,revers\nA,q1,x,text,\n", "unknown_column", "row 1, column revers", "Did you mean 'reverse'?"),
        ("section,item,text,item,type\nA,q1,x,q2,text\n", "column_twice", "row 1, column item", "twice"),
        ("section,item,text,type,\nA,q1,x,text,y\n", "unknown_column", "row 1, column 5", "no name"),
        ("section,item,text,type\nA,q1,x,text,y\n", "extra_cells", "row 2, column 5", "5 cells"),
        ('section,item,text\nA,q1,"x\n', "sheet_quotes", "row 2", "do not pair"),
        ('section,item,text\nA,q1,"' + "x" * 140_000 + '"\n', "sheet_quotes", "row 2", "very long"),
        (b"section,item,text,type\nA,q1,S\xed,text\n", "not_utf8", "row 2, column text", "CSV UTF-8"),
        ("section,item,text\n".encode("utf-16"), "not_utf8", "row 1", "UTF-16"),
        ("section,item,text,type\nA,q1,a\0b,text\n", "nul_character", "row 2, column text", "U+0000"),
        (b"x" * (1 << 20) + b"x", "too_large", "row 1", "1,048,576"),
        (HEAD + ",q1,x,text\n", "cell_empty", "row 2, column section", "in no section"),
        (HEAD + "A,,x,text\n", "cell_empty", "row 2, column item", "no id"),
        (HEAD + "A,q1,,text\n", "cell_empty", "row 2, column text", "empty"),
        (HEAD + "A,q1,x\n", "cell_empty", "row 2, column type", "Neither a type nor a response set"),
        (HEAD + "A,q1,x,choice\n", "cell_empty", "row 2, column response_set", "nothing to choose"),
        (HEAD + "A,q1,x,txt\n", "not_a_choice", "row 2, column type", "Did you mean 'text'?"),
        (HEAD + "A,q1,x,text\n,q1,y,text\n", "not_unique", "row 3, column item", "in row 2"),
        (HEAD + "A,q 1,x,text\n", "wrong_form", "row 2, column item", "q 1"),
        (HEAD + "A,q1,x,text\nB,q2,x,text\nA,q3,x,text\n", "section_apart", "row 4, column section", "began in row 2"),
        (HEAD + "The visit,q1,x,text\nThe visit!,q2,x,text\n", "same_id", "row 3, column section", "the_visit"),
        (HEAD + "A,q1,x,text,agreement5\n", "cells_differ", "row 2, column type", "of type choice"),
        (HEAD + "A,q1,x,,number_0_10,,0,\n", "cells_differ", "row 2, column minimum", "by itself"),
        (HEAD + "A,q1,x,,number_0_10,,,5\n", "cells_differ", "row 2, column maximum", "by itself"),
        (HEAD + "A,q1,x,,agreemnt5\n", "unknown_response_set", "row 2, column response_set", "Did you mean 'agreement5'?"),
        (HEAD + f"A,q1,x,,,{AGREE}\n", "cell_empty", "row 2, column response_set", "have no name"),
        (HEAD + f"A,q1,x,,agreement5,{AGREE}\n", "ready_made", "row 2, column response_set", "options of its own"),
        (HEAD + f"A,q1,x,,agree,{AGREE}\n,q2,y,,agree,1=No;2=Maybe\n", "cells_differ", "row 3, column options", "row 2"),
        (HEAD + "A,q1,x,,agree,No;Yes\n", "option_form", "row 2, column options", "no = in it"),
        (HEAD + "A,q1,x,,agree,yes=Yes\n", "option_form", "row 2, column options", "neither a number nor a reason"),
        (HEAD + "A,q1,x,,agree,yes:two=Yes\n", "option_form", "row 2, column options", "no number and no reason"),
        (HEAD + "A,q1,x,,agree,yes:declinde=Yes\n", "option_form", "row 2, column options", "Did you mean 'declined'?"),
        (HEAD + "A,q1,x,,agree,1=\n", "option_form", "row 2, column options", "no label"),
        (HEAD + 'A,q1,x,,agree,"1=No;2=Yes\n3=More"\n', "option_form", "row 2, column options", "one or two"),
        (HEAD + "A,q1,x,,agree,1=No;1=Yes\n", "not_unique", "row 2, column options", "code '1'"),
        (HEAD + "A,q1,x,,agree,na=No\n", "nothing_to_choose", "row 2, column response_set", "no option carries"),
        (HEAD + "A,q1,x,integer,,,1.5,9\n", "wrong_form", "row 2, column minimum", "no decimal point"),
        (HEAD + "A,q1,x,integer,,,1,\n", "bounds_missing", "row 2, column item", "minimum and maximum"),
        (HEAD + "A,q1,x,integer,,,9,1\n", "bounds_reversed", "row 2, column minimum", "nothing lies between"),
        (HEAD + "A,q1,x,text,,,,,many\n", "wrong_form", "row 2, column max_length", "no whole number"),
        (HEAD + "A,q1,x,text,,,,,-1\n", "out_of_range", "row 2, column max_length", "at least 1"),
        (HEAD + "A,q1,x,text,,,,,,ja\n", "not_a_choice", "row 2, column required", "neither yes nor no"),
        (HEAD + "A,q1,x,text,,,,,,,q0\n", "wrong_form", "row 2, column show_if", "ITEM=CODE"),
        (HEAD + "A,q1,x,boolean\n,q2,y,text,,,,,,,q9=1\n", "unknown_item", "row 3, column show_if", "q9"),
        (HEAD + "A,q1,x,boolean\n,q2,y,text,,,,,,,q1=1\n", "unknown_code", "row 3, column show_if", "true, false"),
        (HEAD + "A,q1,x\u202e,text\n", "bidi_control", "row 2, column text", "reorders"),
        (HEAD + f"A,q1,{'x' * 4001},text\n", "too_long", "row 2, column text", "4,000"),
        (HEAD + "A,q1,x,boolean\n,q2,y,,agreement5\n", "unlike_items", "row 3, column response_set", "from 0 to 1"),
        ("section,item,text,type,scale\nA,q1,x,text,A\n", "item_not_for_scale", "row 2, column scale", "no number"),
        ("section,item,text,type,scale,reverse\nA,q1,x,boolean,,yes\n", "reverse_without_scale", "row 2, column reverse", "enters no scale"),
        ("section,item,text,type,reverse\nA,q1,x,text,yes\n", "reverse_without_scale", "row 2, column reverse", "enters no scale"),
        ("section,item,text,type,scale,themes\nA,q1,x,boolean,S,a\n,q2,x,boolean,S,b\n", "cells_differ", "row 3, column themes", "row 2"),
        ("section,item,text,type,scale,id_of_scale\nA,q1,x,boolean,S,s\n,q2,x,boolean,S,t\n", "cells_differ", "row 3, column id_of_scale", "row 2"),
        ("section,item,text,type,scale\nA,q1,x,boolean,S\n,q2,x,boolean,s!\n", "same_id", "row 3, column scale", "'s'"),
        ("section,item,text,type,id_of_section\nA,q1,x,text,a\nA,q2,x,text,b\n", "cells_differ", "row 3, column id_of_section", "row 2"),
        ("section,item,text,type,id_of_section\nA,q1,x,text,a\nB,q2,x,text,a\n", "same_id", "row 3, column id_of_section", "'A'"),
        ("section,item,text,type,themes\nA,q1,x,boolean,a\n", "missing_column", "row 1, column themes", "no column scale"),
        ("section,item,text,text_es\nA,q1,x,y\n", "missing_column", "row 1, column text", "text_es"),
        ("section,item,text_english\nA,q1,x\n", "wrong_form", "row 1, column text_english", "no language"),
        ("section_en,item,text_en,text_es\nA,q1,x,y\n", "missing_column", "row 1, column section_es", "section_en, section_es"),
        ("section_en,section_fr,item,text_en\nA,B,q1,x\n", "missing_column", "row 1, column section_fr", "other languages"),
        ("section_en,section_es,item,text_en,text_es,type\nA,,q1,x,y,text\n", "cell_empty", "row 2, column section_es", "every language"),
        ("section_en,section_es,item,text_en,text_es,type\nA,B,q1,x,y,text\nA,C,q2,x,y,text\n", "cells_differ", "row 3, column section_es", "'B'"),
        ("section_vi,item,text_vi,response_set\nA,q1,x,agreement5\n", "labels_missing", "row 2, column response_set", "none in vi"),
        (
            "section_en,section_es,item,text_en,text_es,response_set,options_en,options_es\nA,B,q1,x,y,r,1=a;2=b,1=c;3=d\n",
            "cells_differ", "row 2, column options_es", "in the same order",
        ),
        (
            "section_en,section_es,item,text_en,text_es,response_set,options_en,options_es\nA,B,q1,x,y,r,1=a;2=b,\n",
            "cell_empty", "row 2, column options_es", "no labels in es",
        ),
        ("section_en,section_es,item,text_en,text_es,hint_en,hint_es,type\nA,B,q1,x,y,h,,text\n", "cell_empty", "row 2, column hint_es", "or in none"),
    ],
    ids=lambda value: None,
)  # fmt: skip
def test_a_fault_is_named_by_row_and_column_with_what_to_do(sheet, code, place, says):
    """DESIGN 6 for a spreadsheet: each fault is one issue at its cell, and says how to mend it."""
    issues = refused(sheet)
    assert [(issue.code, issue.path) for issue in issues] == [(code, place)]
    assert says in str(issues[0])
    assert issues[0].fix


def test_everything_that_is_wrong_comes_at_once_in_the_order_of_the_sheet():
    """Four rows with a fault each, of four kinds, are four issues from top to bottom."""
    sheet = HEAD + "A,q1,x,integer,,,2,1\n,q 2,y,text\n,q3,,text\n,q4,z,text,,,,,,,q9=1\n"
    assert [issue.path for issue in refused(sheet)] == [
        "row 2, column minimum", "row 3, column item", "row 4, column text", "row 5, column show_if",
    ]  # fmt: skip


def test_an_unread_cell_makes_no_faults_elsewhere():
    """Options that cannot be read are one fault, not one in each row that uses them or waits for them."""
    sheet = HEAD + "A,q1,x,,agree,No\n,q2,y,,agree\n,q3,z,text,,,,,,,q1=1\n"
    assert [issue.path for issue in refused(sheet)] == ["row 2, column options"]


def test_a_sheet_of_faults_ends_after_two_hundred():
    """A person mends a sheet in turns; what is left out is said."""
    issues = refused(HEAD + "A,q1,,\n" * 300)
    assert len(issues) == MOST_ISSUES + 1
    assert issues[-1].code == "more_issues"


def test_a_sheet_holds_at_most_five_hundred_items():
    """One more is named by its row, and nothing behind it is looked at."""
    rows = [f"A,q{at},x,text" for at in range(MOST_ITEMS + 2)]
    assert len(items(made(HEAD + "\n".join(rows[:MOST_ITEMS])))) == MOST_ITEMS
    (issue,) = refused(HEAD + "\n".join(rows))
    assert (issue.code, issue.path) == ("too_long", f"row {MOST_ITEMS + 2}, column item")


def test_a_definition_over_its_size_is_refused():
    """A sheet under 1 MiB whose definition would be over it: worked cases and names add to it."""
    rows = [f"A,q{at:03d}{'x' * 60},{'é' * 990},boolean" for at in range(490)]
    (issue,) = refused(HEAD + "\n".join(rows))
    assert (issue.code, issue.path) == ("too_large", "row 1")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_spreadsheets_write_is_read(sign, end, mark):
    """Commas, semicolons or tabs; any line end; with a mark or without; blank rows and columns."""
    rows = [
        ["Section", "ITEM", " text ", "type", "", ""],
        ["A", "q1", "one, two; three", "text", "", ""],
        ["", "", "", "", "", ""],
        ["", "q2", 'say "yes"\nand no', "text", "", ""],
    ]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=sign, lineterminator=end).writerows(rows)
    document = made(mark + written.getvalue().encode())
    texts = {name: item["text"]["en"] for name, item in items(document).items()}
    assert texts == {"q1": "one, two; three", "q2": 'say "yes"\nand no'}


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-2", "@SUM(A1)", "{=x}", "007", "1/2", "TRUE", " x "]
)
def test_a_text_is_kept_whatever_it_looks_like(text):
    """A cell that a spreadsheet would compute, or a space at its end, is text like any other."""
    document = made(HEAD + f"A,q1,{text},text\n")
    assert items(document)["q1"]["text"] == {"en": text}


def test_the_rows_of_a_table_are_counted_as_a_spreadsheet_counts_them():
    """A line break inside a cell is no row; a blank row is one."""
    sheet = 'section,item,text,type\nA,q1,"two\nlines",text\n,,,\n,q 2,x,text\n'
    assert refused(sheet)[0].path == "row 4, column item"


def test_options_say_what_they_count():
    """A number as the code is its value; reasons have codes of their own; anything else says it."""
    cell = (
        '"low:0=None\nmid:1/2=Some; a few = little\n2=All\nna=No matter\nrefused:declined=I pass"'
    )
    document = made(HEAD + f"A,q1,x,,own,{cell}\n")
    assert document["response_sets"]["own"]["options"] == [
        {"code": "low", "value": 0, "label": {"en": "None"}},
        {"code": "mid", "value": "1/2", "label": {"en": "Some; a few = little"}},
        {"code": "2", "value": 2, "label": {"en": "All"}},
        {"code": "na", "missing": "not_applicable", "label": {"en": "No matter"}},
        {"code": "refused", "missing": "declined", "label": {"en": "I pass"}},
    ]


@pytest.mark.parametrize("name", READY)
def test_a_ready_made_way_of_answering_needs_no_options(name):
    """By its name alone, in English and Spanish, in the column or as the default of the call."""
    head = "section_en,section_es,item,text_en,text_es,response_set\n"
    document = made(head + f"A,B,q1,x,y,{name}\n")
    assert document == made(head + "A,B,q1,x,y,\n", default=name)
    item = items(document)["q1"]
    assert item["type"] == READY[name].type
    assert (item.get("minimum"), item.get("maximum")) == (READY[name].bounds or (None, None))
    for option in document["response_sets"][item["response_set"]]["options"]:
        assert list(option["label"]) == ["en", "es"]
    assert document["scales"][0]["items"] == ["q1"]


def test_ready_made_options_are_those_of_the_bundled_instruments():
    """One wording for one way of answering (C-06)."""
    for file, theirs, ours in (
        ("parent_guardian_survey", "agreement5", options_of("agreement5", ("en", "es"))),
        ("social_worker_assessment", "skill5", options_of("mastery5", ("en",))),
    ):
        document = json.loads((BUNDLED / f"{file}-1.0.0.json").read_text("utf-8"))
        assert document["response_sets"][theirs]["options"] == ours


def test_several_codes_may_be_chosen_from_a_ready_made_set():
    """`choices` beside a set of steps is a list of them, and enters no mean."""
    document = made(HEAD + "A,q1,x,choices,agreement5\n")
    assert items(document)["q1"]["type"] == "choices"
    assert document["scales"] == []
    assert "cases" not in document


def test_without_a_column_of_scales_each_section_is_one():
    """The mean of the items that have a number; text, dates and lists of codes stay out."""
    sheet = HEAD + f"A,q1,x,,agree,{AGREE}\n,q2,y,text\n,q3,z,,agree\nB,q4,w,date\n"
    (scale,) = made(sheet)["scales"]
    assert (scale["id"], scale["items"], scale["method"]) == ("a", ["q1", "q3"], "mean")
    assert (scale["min_answered"], scale["rounding"]) == ("1/2", {"mode": "half_up", "places": 2})


def test_a_column_of_scales_decides_across_sections():
    """An empty cell is no scale, whatever the section."""
    sheet = (
        "section,item,text,type,scale,reverse,themes,id_of_scale,id_of_section\n"
        "A,q1,x,boolean,Being heard,,a|b,heard,first\nB,q2,x,boolean,,,,,\n,q3,x,boolean,Being heard,x,,,\n"
    )
    document = made(sheet)
    assert document["scales"] == [
        {
            "id": "heard", "title": {"en": "Being heard"}, "items": ["q1", "q3"], "reverse": ["q3"],
            "method": "mean", "min_answered": "1/2", "rounding": {"mode": "half_up", "places": 2},
            "themes": ["a", "b"],
        }
    ]  # fmt: skip
    assert [section["id"] for section in document["sections"]] == ["first", "b"]


def test_languages_come_with_the_columns():
    """The first one is the original, and the call may put them in another order."""
    head = "section_en,section_es,item,text_en,text_es,type\n"
    document = made(head + "The visit,La visita,q1,Hello,Hola,text\n")
    assert document["translations"] == {"en": "original", "es": "draft"}
    document = made(head + "The visit,La visita,q1,Hello,Hola,text\n", languages=("es", "en"))
    assert document["sections"][0]["id"] == "la_visita"
    assert document["translations"] == {"es": "original", "en": "draft"}
    plain = made("section,item,text,type\nLa visita,q1,Hola,text\n", languages=("es",))
    assert items(plain)["q1"]["text"] == {"es": "Hola"}
    assert refused(head + "A,B,q1,x,y,text\n", languages=("en", "vi"))[0].code == "missing_column"
    assert (
        refused("section,item,text\nA,q1,x\n", languages=("en", "es"))[0].code == "missing_column"
    )


def test_a_title_without_a_latin_letter_has_an_id_all_the_same():
    """Sections are numbered where no id can be made of the title."""
    document = made("section_zh,item,text_zh,type\n探访,q1,好,text\n计划,q2,好,text\n")
    assert [section["id"] for section in document["sections"]] == ["section_1", "section_2"]


def test_the_template_is_a_sheet():
    """What `--csv-template` gives is read without a fault, and shows each kind of column it names."""
    document = made(TEMPLATE)
    assert len(items(document)) == 5
    assert set(TEMPLATE.partition("\n")[0].split(",")) <= set(COLUMNS)


def test_the_page_describes_every_column_and_ready_made_answer():
    """docs/adding-an-instrument.md is what a county analyst has: nothing is left out of its table."""
    page = (ROOT / "docs/adding-an-instrument.md").read_text("utf-8")
    table = page[page.index("### The columns") : page.index("## 2. From a few questions")]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert {name.strip(" `") for cell in cells for name in cell.split(",")} == set(COLUMNS)
    assert [name for name in READY if f"`{name}`" not in table] == []


def as_sheet(document):
    """A bundled instrument as an analyst would have typed it into a spreadsheet."""
    scale_of = {item: scale for scale in document["scales"] for item in scale["items"]}
    seen = set()
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS, delimiter=";")
    writer.writeheader()
    for section in document["sections"]:
        for item in section["items"]:
            name, scale = item.get("response_set", ""), scale_of.get(item["id"])
            options = [
                f"{one['code']}:{one.get('value', one.get('missing'))}={one['label']['en']}"
                for one in document["response_sets"].get(name, {"options": []})["options"]
            ]
            condition = item.get("show_if")
            writer.writerow(
                {
                    "section": section["title"]["en"], "id_of_section": section["id"], "item": item["id"],
                    "text": item["text"]["en"], "hint": item.get("hint", {}).get("en", ""), "type": item["type"],
                    "response_set": name, "options": "" if name in seen else "\n".join(options),
                    "max_length": item.get("max_length", ""), "required": "yes" if item.get("required") else "",
                    "show_if": f"{condition['item']}={'|'.join(condition['in'])}" if condition else "",
                    "scale": scale["title"]["en"] if scale else "", "id_of_scale": scale["id"] if scale else "",
                    "themes": "|".join(scale["themes"]) if scale else "",
                    "reverse": "yes" if scale and item["id"] in scale.get("reverse", []) else "",
                }
            )  # fmt: skip
            seen.add(name)
    return written.getvalue()


@pytest.mark.parametrize(
    "name", ["social_worker_assessment", "leader_assessment", "organizational_assessment"]
)
def test_a_bundled_instrument_goes_through_a_sheet_and_back(name):
    """Sections, items, response sets and scales come out as they are; only the cases are others."""
    document = json.loads((BUNDLED / f"{name}-1.0.0.json").read_text("utf-8"))
    parts = parts_of(as_sheet(document).encode(), languages=(), default=None)
    about = About(
        id=document["id"], version=document["version"], languages=("en",), title=document["title"],
        role=document["respondent_role"], anonymous=document["anonymous"], source=document["source"],
        rights=document["rights"], intro=document["intro"], screens=tuple(document.get("screens", ())),
    )  # fmt: skip
    again = finished_sheet(parts, about)
    for item in items(document).values():
        if not item.get("required"):
            item.pop("required", None)  # the default, written out
    for scale in document["scales"]:
        assert scale.pop("prorate") == "none"  # the same
    assert {**again, "cases": []} == {**document, "cases": []}
    assert list(again)[:9] == list(document)[:9]
    assert finished(parts.draft(about)) == again


def test_a_definition_is_pleasant_to_edit():
    """Two spaces a level, what fits on a line on one, nothing escaped that need not be."""
    text = pretty(made("section_es,item,text_es,response_set\nNiñez,q1,¿Qué?,agreement5\n"))
    assert '        {"code": "1", "value": 1, "label": {"es": "Muy en desacuerdo"}},\n' in text
    assert '      "items": [\n' in text
    assert "¿Qué?" in text
    assert text.endswith("}\n")
    assert [line for line in text.splitlines() if len(line) > 100 and '"note"' not in line] == []
