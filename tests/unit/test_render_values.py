"""Nothing that a person wrote is lost, right or wrong."""

from __future__ import annotations

import pytest

from sop_core.errors import Issue
from sop_core.instruments import Form, Item, form_of
from sop_core.types import ItemType
from tests.unit._drawn import item, page
from tests.unit._forms import everything, instrument, text
from tests.unit._page import sent, shown_value


@pytest.fixture
def form() -> Form:
    return form_of(everything(), "en")


TYPED = {
    "one": "2",
    "some": ["1", "na"],
    "whole": " 07x ",
    "whole.missing": "dk",
    "part": "1,5",
    "bool": "true",
    "then": "false",
    "text": '\n\n"<b>&amp;\r\n\u202eabc',
    "said.missing": "",
    "day": "2026-03-09",
}


def test_everything_is_shown_again_as_it_was_typed(form):
    """Errors cost nobody a word: each control holds exactly what was sent, right or wrong."""
    drawn = page(form, values=TYPED, issues=[Issue("x", "$", "x")])
    again = sent(drawn)
    for name, value in TYPED.items():
        wanted = (
            value
            if isinstance(value, list)
            else [value.replace("\r\n", "\n").replace("\n", "\r\n")]
        )
        assert again[name] == wanted
    assert shown_value(drawn.one("textarea", name="text")) == TYPED["text"].replace("\r\n", "\n")


def test_a_day_that_is_none_is_shown_as_text(form):
    """A browser empties a date field that holds no date, so what was typed is shown in a text field."""
    for typed in ("yesterday", "2026-02-30", "09/03/2026", "2026-3-9"):
        day = page(form, values={"day": typed}).one("input", name="day")
        assert (day.get("type"), shown_value(day)) == ("text", typed)
    assert "Write the year" in item(page(form, values={"day": "x"}), "day").words
    assert page(form, values={"day": "2026-02-28"}).one("input", name="day").get("type") == "date"


def test_what_no_control_can_show_is_quoted(form):
    """A code that is not offered, a second answer, a line end in a number: shown as what was sent."""
    values = {
        "one": ["1", "2"], "some": ["1", "zzz"], "whole": "1\n2", "whole.missing": "zzz", "part": ["1", "2"],
    }  # fmt: skip
    drawn = page(form, values=values)
    quoted = {
        n: [q.text for q in item(drawn, n).all("q")] for n in ("one", "some", "whole", "part")
    }
    assert quoted == {
        "one": ["1", "2"],
        "some": ["zzz"],
        "whole": ["1\n2", "zzz"],
        "part": ["1", "2"],
    }
    assert [e.get("value") for e in drawn.all("input") if "checked" in e] == ["1"]


def test_directions_are_kept_in_fields_and_closed_in_around_them():
    """DESIGN 6: a bidi control stays in the value byte by byte, and cannot reorder the page's words."""
    spoofed = "abc\u202edef"
    item_ = Item("t", ItemType.TEXT, text(f"Tell {spoofed}"))
    form = form_of(
        instrument(item_, Item("n", ItemType.INTEGER, text("N"), minimum=0, maximum=1)), "en"
    )
    drawn = page(form, values={"t": spoofed, "n": ["1", spoofed]})
    assert shown_value(drawn.one("textarea")) == spoofed
    assert f"\u2068Tell {spoofed}\u202c\u2069" in drawn.text
    assert drawn.all("q")[1].text == f"\u2068{spoofed}\u202c\u2069"
    assert drawn.all("q")[1].get("dir") == "auto"


def test_a_field_that_is_not_on_the_page_changes_nothing(form):
    """`.missing` of an item without reasons is no field of its own: it contradicts no answer."""
    issue = Issue("out_of_range", "$", "x", item="part")
    drawn = page(form, values={"part": "9", "part.missing": "dk"}, issues=[issue])
    assert item(drawn, "part").one(class_="sop-error").words.endswith("a number from -1 to 2.")


def test_values_may_hold_more_than_the_form(form):
    """A host hands over all of its request; names that are no item's do not matter."""
    assert page(form, values={"csrf": "x", "zzz": ["y"]}).text == page(form).text
