"""A person's own page as HTML: from a Disclosure alone, in words, with pictures that say the same."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import render
from sop_core.access import page_of
from sop_core.catalog import build, checked
from sop_core.errors import CallRefused
from sop_core.instruments import Reflection
from tests.unit._disclosed import SOP, definition, disclosed, record
from tests.unit._grading import grading_words
from tests.unit._page import Element, faults, read

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")


def page(
    *, locale: str = "en", most: int | None = 5, heading_level: int = 2, **given: object
) -> Element:
    markup = render.page(disclosed(**given), locale=locale, most=most, heading_level=heading_level)
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    found = read(markup)
    assert faults(found) == []
    return found.one(class_="sop-reflection")


def lines(element: Element) -> list[str]:
    """The words of the page as a person reads them, one line each."""
    block = ("h1", "h2", "h3", "h4", "p", "li", "summary")
    return [
        one.words
        for one in element.all()
        if one.tag in block and one.words and not any(inner.tag in block for inner in one.all())
    ]


ENGLISH = """\
Your own page
A small form · now
This comes from your own answers. It is a place to start a talk, and it is not a grade. Your answers stand here beside \
your own alone, and you choose whom you show them to.
Skills that are strong now
Talking
Asking the Three Questions
Skills you may want to strengthen
Writing
Writing in plain words
Where your areas stand
Each line runs from “new to me” to “I show others”.
Talking
in the second half of the line; more than last time
Writing
in the first half of the line; less than last time
Since the last cycle
Set beside your own answers of last-autumn.
More than last time
Asking the Three Questions
Less than last time
Less can have many reasons: other families, a closer look, another day. It may be good to talk about.
Writing in plain words
The other skills
no clear change since last time
Listening to the child
cannot be compared with last time, since there was no answer to go by then
Mapping with the family
A difference of half a point or more counts as a change, on a line from 1 to 5. Anything less is no clear change. That \
is one eighth of the line, the default of sop_core.
For one skill alone the same part of its own line counts: half a point or more, where answers run from 1 to 5."""

SPANISH = """\
Su propia página
Un formulario pequeño · now
Esto sale de sus propias respuestas. Sirve para empezar una conversación y no es una calificación. Aquí sus respuestas \
están solo junto a las suyas, y usted elige a quién mostrarlas.
Esta traducción es un borrador. Ninguna persona la ha revisado todavía.
Habilidades que ya son fuertes
Conversar
Hacer las Tres Preguntas
Habilidades que quizás quiera fortalecer
Escribir
Escribir con palabras sencillas
Dónde están sus áreas
Cada línea va de «nuevo para mí» a «lo enseño a otras personas».
Conversar
en la segunda mitad de la línea; más que la vez pasada
Escribir
en la primera mitad de la línea; menos que la vez pasada
Desde el ciclo anterior
Junto a sus propias respuestas de last-autumn.
Más que la vez pasada
Hacer las Tres Preguntas
Menos que la vez pasada
Puede haber muchas razones: otras familias, una mirada más atenta, otro día. Tal vez valga la pena hablar de eso.
Escribir con palabras sencillas
Las demás habilidades
sin un cambio claro desde la vez pasada
Escuchar a la niña o al niño
no se puede comparar con la vez pasada, porque entonces no hubo respuesta
Hacer el mapa con la familia
Cuenta como cambio una diferencia de medio punto o más, en una línea de 1 a 5. Menos que eso no es un cambio claro. Es \
la octava parte de la línea, el valor que sop_core usa si no se dice otro.
Para una habilidad sola cuenta la misma parte de su propia línea: medio punto o más, donde las respuestas van de 1 a 5."""

CHANGED = {"now": "ecca", "before": "bc-c"}


@pytest.mark.parametrize(("locale", "golden"), [("en", ENGLISH), ("es", SPANISH)])
def test_the_whole_page_word_by_word(locale, golden):
    """S0-10, C-32: strengths first, growth, places, change with how much is one; the same in both languages."""
    assert "\n".join(lines(page(locale=locale, **CHANGED))) == golden


def test_the_pictures_say_the_same_and_are_hidden_from_who_listens():
    """Each is beside its words, in one colour wherever it stands, with nothing to read in it."""
    drawn = page(**CHANGED)
    pictures = drawn.all("svg")
    assert {svg.get("aria-hidden") for svg in pictures} == {"true"}
    assert [svg.words for svg in pictures] == [""] * 4
    filled = [
        [circle.get("r") for circle in svg.all("circle")].index("6") + 1
        for svg in drawn.all("svg", class_="sop-line")
    ]
    assert filled == [one.step for one in page_of(disclosed(**CHANGED)).scales] == [4, 2]
    arrows = [svg.one("path").get("d") for svg in drawn.all("svg", class_="sop-sign")]
    assert [("l5 5-5 5" in arrow, "l-5 5 5 5" in arrow) for arrow in arrows] == [
        (True, False),
        (False, True),
    ]
    colours = {e.get(name) for e in drawn.all() for name in ("fill", "stroke")} - {None, "none"}
    assert colours == {"currentColor"}
    assert not any("style" in e for e in drawn.all())


def test_no_clear_change_is_two_level_strokes_and_what_cannot_be_compared_has_no_sign():
    """A picture claims nothing that the words do not."""
    drawn = page(now="ccc-", before="ccbb", min_answered=2)
    (sign,) = drawn.all("svg", class_="sop-sign")
    assert "M3 11h16" in sign.one("path").get("d")
    assert len(drawn.all("svg", class_="sop-line")) == 1
    assert "Too few of these questions were answered to say.; cannot be compared" in drawn.words


def test_a_right_to_left_page_has_its_pictures_mirrored():
    """The line begins where the reader does."""
    told = {"he": "x"}
    drawn = page(say=lambda name: told, locale="he", **CHANGED)
    assert drawn.get("dir") == "rtl"
    filled = [
        [c.get("r") for c in svg.all("circle")].index("6") + 1
        for svg in drawn.all("svg", class_="sop-line")
    ]
    assert filled == [2, 4]
    assert "l-5 5 5 5" in drawn.all("svg", class_="sop-sign")[0].one("path").get("d")
    spoken = [span for span in drawn.all("span") if span.get("lang") == "en"]
    assert any("near" in span.words or "half" in span.words for span in spoken)


def test_a_first_cycle_and_another_scoring_are_said_in_one_sentence():
    """Nothing to compare with is no list of everything that did not change."""
    first = page(before=None)
    assert first.words.endswith("There is no earlier cycle of yours to set beside this one yet.")
    assert (
        first.all("details")
        == first.all(class_="sop-change")
        == first.all(class_="sop-figure")
        == []
    )


def test_another_scoring_is_said_once_and_not_at_every_area():
    """One sentence, and no list of all that cannot be compared."""
    old = {**definition(), "version": "0.9.0", "scales": definition()["scales"][:1]}
    sop = evolve(
        SOP, catalog=build([checked(one, where=one["version"]) for one in (definition(), old)])
    )
    before = {**record("autumn", "abcd"), "instrument": {"id": "small", "version": "0.9.0"}}
    given = sop.disclose(
        record("now", "abcd"), viewer="u-1", purpose="self_reflection", earlier=[before]
    )
    drawn = read(render.page(given))
    assert faults(drawn) == []
    assert drawn.text.count("cannot be compared") == 1
    assert drawn.all(class_="sop-change") == drawn.all(class_="sop-figure") == []


def test_all_alike_is_no_list_of_weaknesses():
    """S0-10: where nothing stands out a sentence says so, as on the reflection."""
    assert "none of them stands out" in page(now="cccc").one(class_="sop-alike").words


def test_an_instrument_without_scales_has_no_lines():
    """A form of texts has a page without areas."""
    plain = {**definition(), "scales": []}
    sop = evolve(SOP, catalog=build([checked(plain, where="x")]))
    given = sop.disclose(record("now", "abcd"), viewer="u-1", purpose="self_reflection")
    drawn = read(render.page(given))
    assert faults(drawn) == []
    assert "Where your areas stand" not in drawn.text


def test_long_lists_open_and_paper_has_them_whole():
    """`most` limits every list; None opens all, for printing. No count is said."""
    given = {"now": "eeee", "before": "aaaa"}
    short = page(most=1, **given)
    assert [one.words for one in short.all("summary")] == ["Show the rest: More than last time"]
    whole = page(most=None, **CHANGED)
    assert whole.all("details") == []
    assert "The other skills" in [one.words for one in whole.all("h4")]
    assert {*lines(page(**CHANGED))} == {*lines(whole)}
    for wrong in (0, -1):
        with pytest.raises(CallRefused, match="at least one skill"):
            render.page(disclosed(), most=wrong)


def test_headings_begin_where_they_are_told():
    """At level 1 to 4; two pages stand on one with two prefixes."""
    assert page(heading_level=1).one("h1").words == "Your own page"
    with pytest.raises(CallRefused, match="give 1 to 4"):
        render.page(disclosed(), heading_level=5)
    both = render.page(disclosed(), prefix="a-") + render.page(disclosed())
    assert faults(read(both)) == ["more than one root"]
    with pytest.raises(CallRefused, match="prefix"):
        render.page(disclosed(), prefix="a b")


@pytest.mark.parametrize("passed", [None, {}, "r-1", record("now", "abcd"), Reflection((), ())])
def test_nothing_is_drawn_of_a_record(passed):
    """DESIGN 4: the writer takes a Disclosure, and says so."""
    with pytest.raises(CallRefused, match="takes a Disclosure"):
        render.page(passed)


def test_a_reflection_takes_a_disclosure_too():
    """The two lists alone, for a page that can be opened again."""
    drawn = read(render.reflection(disclosed(), locale="es"))
    assert faults(drawn) == []
    assert [li.words for li in drawn.all("li")] == [
        "Hacer las Tres Preguntas",
        "Escribir con palabras sencillas",
    ]
    assert drawn.one(class_="sop-reflection").get("lang") == "es"


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("now", ["ebca", "aaaa", "----", "e---", "abcd"])
@pytest.mark.parametrize("before", [None, "eeee", "bc-c", "----"])
def test_no_word_of_grading_comparing_or_loss(locale, now, before):
    """S0-10, C-16: whatever was answered, the page grades nobody and calls no change a loss."""
    said = page(locale=locale, now=now, before=before).text
    assert grading_words(said) == []


def test_the_list_of_words_would_find_them():
    """The check itself is checked."""
    for word in (
        "grade",
        "Failing",
        "percentile",
        "worse",
        "calificación",
        "peor",
        "dropped",
        "bajó",
    ):
        assert grading_words(f"a {word}.") == [word]
