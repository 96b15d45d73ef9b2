"""What a lexicon must keep beyond its shape: every form is a word, and means one term."""

from __future__ import annotations

from collections.abc import Iterator

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.practice.lexicon import forms_of
from sop_core.shapes import Json, check_texts, check_unique, mapping, objects, strings

#: The most words of one phrase.
MOST_WORDS = 8


def check_lexicon(document: Json) -> list[Issue]:
    """Texts in every language, terms that are unique, forms that are words and that no other term has."""
    terms = list(objects(document.get("terms")))
    named = [
        (("terms", i, "id"), str(one["id"])) for i, one in terms if isinstance(one.get("id"), str)
    ]
    return [*check_texts(document), *check_unique(named, "term"), *_forms(terms), *_asks(document)]


def _spoken(language: str) -> str:
    return language.lower().partition("-")[0]


def _asks(document: Json) -> Iterator[Issue]:
    """Advice where the questions are in none of the languages of the texts: most often `language` is a slip."""
    language, written = document.get("language"), mapping(document.get("title"))
    if isinstance(language, str) and written and _spoken(language) not in map(_spoken, written):
        yield Issue(
            "language_not_asked",
            "$.language",
            f"The words are looked for in texts of {shown(language)}, and the questions are in {listed(written)}. "
            "Who reads a text is asked in its language.",
            fix="Name the language of the forms, or write title and ask in it too.",
            severity="advice",
        )


def _forms(terms: list[tuple[int, Json]]) -> Iterator[Issue]:
    first: dict[tuple[str, ...], object] = {}
    for index, term in terms:
        endings = [ending for _, ending in strings(term.get("endings"))]
        for at, form in strings(term.get("forms")):
            every = list(forms_of([form], endings))
            if not every or max(map(len, every)) > MOST_WORDS:
                yield Issue(
                    "form_no_phrase",
                    json_path("terms", index, "forms", at),
                    f"{shown(form)} has no word, or more than {MOST_WORDS}. A form is a word, or a phrase of a few.",
                    fix="Write the words as they stand in a text, such as: case management.",
                )
            for keys in every:
                owner = first.setdefault(keys, term.get("id"))
                if owner != term.get("id"):
                    yield Issue(
                        "form_of_two",
                        json_path("terms", index, "forms", at),
                        f"{shown(' '.join(keys))} is a form of the terms {listed(map(str, (owner, term.get('id'))))}. "
                        "A reader is asked one question about one word.",
                        fix="Keep the form with one of them; an ending may have made it.",
                    )
