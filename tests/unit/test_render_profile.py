"""A practice profile to walk through, and the form that rates by it."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import Sop, render
from sop_core.errors import CallRefused, Issue
from sop_core.profiles import Level, rating_fields, read_rating
from sop_core.profiles.form import NOT_YET
from sop_core.types import FrozenMap, Translation
from tests.unit._page import Element, faults, fill, read, sent
from tests.unit._rated import opened, profile, rated, rating, ref, text

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")

PROFILE = profile()


def drawn(markup: str) -> Element:
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    found = read(markup)
    assert faults(found) == []
    return found


def form(one=PROFILE, **more: object) -> Element:
    return drawn(render.rating(one, **more)).one("form")


def group(page: Element, name: str) -> list[tuple[str, bool]]:
    return [(e.get("value"), "checked" in e) for e in page.all("input", name=name)]


# -- to read -------------------------------------------------------------------------------------------


def test_each_aspect_has_its_levels_lowest_first():
    """S1-02: each level by its title and what it looks like, in the profile's order."""
    page = drawn(render.profile(PROFILE))
    assert [h.words for h in page.all("h3")] == ["It asks", "It listens"]
    assert [li.words for li in page.all("ol")[0].all("li")] == [
        f"Level {n} asks as l{n}" for n in range(1, 7)
    ]
    assert page.one("h2").words == "Small practice"
    assert "sop_core default · CC0-1.0" in page.words


def test_a_draft_translation_says_so():
    """C-32: the reader's language, or the nearest, and that nobody has checked it."""
    page = drawn(render.profile(PROFILE, locale="es-MX"))
    assert page.one("section", class_="sop-profile").get("lang") == "es"
    assert "borrador" in page.one(class_="sop-draft").words
    reviewed = evolve(PROFILE, translations=FrozenMap({"es": Translation.REVIEWED}))
    assert drawn(render.profile(reviewed, locale="es")).all(class_="sop-draft") == []
    assert drawn(render.profile(PROFILE, locale="fr")).all(class_="sop-draft") == []
    assert "borrador" in form(locale="es").one(class_="sop-draft").words


def test_a_profile_without_an_introduction_has_none():
    """What a definition leaves out is left out."""
    assert "What it is about" not in render.profile(evolve(PROFILE, intro=None))
    assert "What it is about" not in render.rating(evolve(PROFILE, intro=None))


@pytest.mark.parametrize("name", ["three_questions", "safety_mapping", "three_houses"])
def test_the_bundled_profiles_can_be_walked_and_rated(name):
    """The sample profiles in whatever languages they have."""
    one = Sop.load(plugins=False).catalog.profile(name)
    for locale in one.title.locales:
        drawn(render.profile(one, locale=locale))
        form(one, locale=locale)


# -- to rate -------------------------------------------------------------------------------------------


def test_an_aspect_offers_not_yet_each_level_and_not_rated_now():
    """C-14: one level that is fully met; `not rated now` stands chosen."""
    assert group(form(), "asks.attained") == [
        (NOT_YET, False),
        *((f"l{n}", False) for n in range(1, 7)),
        ("", True),
    ]
    assert group(form(), "asks.some_work_at") == [(f"l{n}", False) for n in range(1, 7)]


def test_a_level_is_chosen_by_its_title_and_its_description():
    """S1-02: the words of the level are its label, so that nobody chooses a bare number."""
    labels = {e.get("for"): e.words for e in form().all("label")}
    assert labels["sop-a1-o2"] == "Level 1 asks as l1"
    assert labels["sop-a1-s2"] == "Level 2"


def test_legends_name_the_aspect_for_who_hears_them():
    """Two groups of an aspect are told from those of another."""
    assert [one.words for one in form().all("legend")] == [
        "Level that is fully met: It asks",
        "Some work at levels above it: It asks",
        "Level that is fully met: It listens",
        "Some work at levels above it: It listens",
    ]


def test_what_was_sent_stands_where_it_was():
    """Nothing that a person chose is lost, and what no control can show is quoted."""
    page = form(values={"asks.attained": ["l3"], "asks.some_work_at": ["l4", "zz"]})
    assert ("l3", True) in group(page, "asks.attained")
    assert ("", False) in group(page, "asks.attained")
    assert ("l4", True) in group(page, "asks.some_work_at")
    assert [q.words for q in page.all("q")] == ["zz"]
    both = form(values={"asks.attained": ["l1", "l2"]})
    assert not any(on for _, on in group(both, "asks.attained"))
    assert [q.words for q in both.all("q")] == ["l1", "l2"]


def test_issues_stand_in_plain_words_beside_their_aspect():
    """Each links from the summary; ids and codes of developers are not read aloud."""
    page = form(
        values={"asks.attained": "l3", "asks.some_work_at": "l2"},
        issues=[
            Issue("some_work_not_above", "$.aspects.asks.some_work_at[0]", "no"),
            Issue("some_work_not_above", "$.aspects.asks.some_work_at[1]", "no"),
            Issue("unknown_level", "$.aspects.listens.attained", "no"),
            Issue("too_early", "$.aspects", "Rate (S1-12) slowly.", severity="advice"),
        ],
    )
    summary = page.one(class_="sop-errors")
    assert [li.words for li in summary.all("li")] == [
        "It asks Some work can stand only at levels above the one that is fully met. Please look at the ticks.",
        "It listens Please choose one of the levels here, or “Not rated now” with no ticks.",
    ]
    assert [a.get("href") for a in summary.all("a")] == ["#sop-a1-o1", "#sop-a2-o1"]
    assert page.one(class_="sop-notes").words == "Rate slowly."
    [first, second] = [e for e in page.all("fieldset") if e.get("aria-invalid")]
    assert first.get("aria-describedby") == "sop-a1-error"
    assert second.get("aria-describedby") == "sop-a2-error"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("nothing_rated", "Please rate one skill or more."),
        ("own_view_first", "The worker's own rating comes first. Ask for it, and then rate."),
        ("after_not_own", "The worker's own rating comes first. Ask for it, and then rate."),
        ("agreement_missing", "No agreement holds on this day. Agree first on what a rating is for."),
        ("page_too_old", "This page was open for a long time. Your answers are still here. Please send them again."),
        ("digest_mismatch", "This could not be saved yet. What you chose is still here."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_whole_is_said_first(code, words):
    """Those that a rater can mend are named; the rest is said in general, and blames nobody."""
    page = form(issues=[Issue("x", "$.aspects.asks", "m"), Issue(code, "$.after", "m")])
    assert page.one(class_="sop-errors").all("li")[0].words == words


def test_the_path_of_an_aspect_is_no_prefix_of_anothers():
    """An issue of `asks_more` is not said of `asks`; ids with points and dashes are found."""
    one = profile(aspects=("asks", "asks_more", "a.b-c"))
    page = form(
        one,
        issues=[
            Issue("x", "$.aspects.asks_more", "m"),
            Issue("x", "$.aspects['a.b-c'].attained", "m"),
        ],
    )
    assert [a.words for a in page.all("a")] == ["It asks_more", "It a.b-c"]


def test_earlier_ratings_stand_beside_each_view_apart():
    """S1-26, S1-27: never averaged; what was replaced or voided is gone; another aspect's are not here."""
    first = rating("r-1", "2026-08-01", {"asks": rated("l2", "l3", "l4")})
    wrong = rating("r-2", "2026-09-01", {"asks": rated("l6")})
    mended = rating(
        "r-3", "2026-09-01", {"asks": rated(None)}, supersedes=ref("r-2"), status="amended"
    )
    seen = rating("r-4", "2026-08-01", {"asks": rated("l1")}, view="observed")
    void = rating(
        "r-5", "2026-10-01", {"asks": rated("l5")}, status="entered_in_error", supersedes=ref("r-0")
    )
    other = rating(
        "r-6", "2026-10-02", {"asks": rated("l6")}, profile=evolve(PROFILE.ref, version="0.9")
    )
    page = form(previous=[opened(first, wrong), opened(seen), opened(mended, void), opened(other)])
    [block] = page.all(class_="sop-earlier")
    assert block.words == (
        "Said before Worker's own view "
        "2026-08-01: Level 2; some work at Level 3, Level 4 2026-09-01: Not yet the first level "
        "Observed 2026-08-01: Level 1"
    )


def test_earlier_ratings_come_by_a_disclosure_alone():
    """DESIGN 4: a rating itself is refused, in whatever it is wrapped."""
    one = rating("r", "2026-10-01")
    for passed in (one, [one], {"a": one}, "r", None, [None]):
        with pytest.raises(CallRefused, match="takes a Disclosure"):
            render.rating(PROFILE, previous=passed)


def test_fields_of_the_host_and_the_form_do_not_meet():
    """A hidden field with the name of one of ours would be lost: it is refused."""
    page = form(hidden={"csrf": "t"}, action="/r/7", prefix="a-", submit_label="Keep")
    assert page.one("input", type_="hidden").get("value") == "t"
    assert (page.get("action"), page.get("id")) == ("/r/7", "sop-a-rating")
    assert page.one("button").words == "Keep"
    with pytest.raises(CallRefused, match="is also the name"):
        form(hidden={"asks.some_work_at": "x"})
    for wrong in ({"action": "javascript:x"}, {"prefix": "a b"}, {"heading_level": 5}):
        with pytest.raises(CallRefused):
            form(**wrong)
    assert next(h.tag for h in form(heading_level=1).all() if h.tag in ("h1", "h2")) == "h1"


def test_form_to_fields_to_document_to_values():
    """What a person chooses on the page is in the document, and the record fills the same page again."""
    page = form(prefix="a-")
    chosen = {
        "a-asks.attained": ["l2"],
        "a-asks.some_work_at": ["l3", "l5"],
        "a-listens.attained": [NOT_YET],
    }
    fill(page, chosen)
    document = read_rating(PROFILE, sent(page), prefix="a-", id="r")
    assert document["aspects"] == {
        "asks": {"attained": "l2", "some_work_at": ["l3", "l5"]},
        "listens": {"attained": None, "some_work_at": []},
    }
    aspects = {
        key: rated(one["attained"], *one["some_work_at"])
        for key, one in document["aspects"].items()
    }
    again = form(prefix="a-", values=rating_fields(rating("r", "2026-10-01", aspects), prefix="a-"))
    assert sent(again) == sent(page)
    assert read_rating(PROFILE, sent(form()))["aspects"] == {}


HOSTILE = [
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "a\u202eb\u2066c", "</label></form>",
    "{{ 7*7 }}{% raw %}", "&amp;&#60;", "x" * 10_000, "\ud800\x00", "-->]]>", "`${1}`",
]  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_texts_are_text(said):
    """A definition's words, a browser's values and a message stay text wherever they stand."""
    level = Level("l1", text(said))
    one = evolve(
        PROFILE,
        title=text(said), intro=text(said), source=said, rights=said, levels=(level, *PROFILE.levels[1:]),
        aspects=tuple(
            evolve(a, title=text(said), descriptors=FrozenMap(dict.fromkeys(a.descriptors, text(said))))
            for a in PROFILE.aspects
        ),
    )  # fmt: skip
    one_rating = rating("r", "2026-10-01", {"asks": rated("l1", "l2")})
    values = {"asks.attained": said, "asks.some_work_at": [said, "l1"]}
    issues = [Issue(said, f"$.aspects.asks.{said}", said), Issue("x", "$", said, severity="advice")]
    pages = (
        render.profile(one),
        render.rating(
            one, values=values, issues=issues, previous=opened(one_rating), hidden={"h": said}
        ),
        render.timeline(opened(one_rating), one),
    )
    for page in pages:
        found = read(page)
        assert faults(found) == []
        assert "49" not in found.text
