"""The columns of a sheet, and which of them speak which language. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from sop_core.cli.authoring.table import Table, place
from sop_core.errors import DocumentRefused, Issue, listed, shown

#: Columns that hold what a person reads. Each may stand once a language: `text_en`, `text_es`.
TEXTS = ("section", "text", "hint", "options", "scale")
COLUMNS = (
    "section", "item", "text", "hint", "type", "response_set", "options", "minimum", "maximum", "max_length",
    "required", "show_if", "scale", "reverse", "themes", "id_of_section", "id_of_scale",
)  # fmt: skip
NEEDED = ("section", "item", "text")
#: Columns that say more of another one, and nothing without it.
BELONGS = {"id_of_scale": "scale", "themes": "scale", "options": "response_set"}

_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")

TEMPLATE = """\
section,item,text,response_set,options,type,required,reverse,show_if,max_length
The visit,understood,I know what happens next.,agree,1=Not at all;2=Partly;3=Yes;na=Does not apply,,,,,
,rushed,The visit felt rushed.,agree,,,,yes,,
,what_helps,What would have helped?,,,text,,,understood=1|2,500
The plan,own_ideas,My own ideas are in the plan.,agree,,,,,,
,plan_fits,The plan fits my family.,agree,,,,,,
"""


@frozen
class Sheet:
    """A table whose columns are understood: its languages, and each text's column by language."""

    table: Table
    languages: tuple[str, ...]
    columns: Mapping[str, Mapping[str, str]]

    def has(self, name: str) -> bool:
        """Whether the sheet has this column, in whatever languages."""
        return name in self.columns or name in self.table.columns

    def column(self, name: str) -> str:
        """The column as the sheet calls it; of a text, the one in the first language."""
        return self.columns[name][self.languages[0]] if name in self.columns else name


def is_locale(said: str) -> bool:
    """Whether a text is a language such as `en` or `zh-Hant`."""
    return len(said) <= 64 and _LOCALE.fullmatch(said) is not None


def _languages_of(table: Table, name: str) -> list[str]:
    """The languages behind a column's name, `""` where it stands plain."""
    found = (
        column.partition("_")[2]
        for column in table.columns
        if column == name or (column.startswith(f"{name}_") and name in TEXTS)
    )
    return list(dict.fromkeys(found))


def _language_issues(table: Table, stated: tuple[str, ...]) -> Iterator[Issue]:
    found = _languages_of(table, "text")
    for language in filter(None, found):
        if not is_locale(language):
            yield Issue(
                "wrong_form",
                place(1, f"text_{language}"),
                f"{shown(language)} is no language.",
                fix="Write text_en, text_es, or another language by its two or three small letters.",
            )
    if "" in found and len(found) > 1:
        yield Issue(
            "missing_column",
            place(1, "text"),
            f"text stands beside {listed(f'text_{one}' for one in found if one)}, so its language is not said.",
            fix="Give every one of them its language: text_en.",
        )
    elif found == [""] and len(stated) > 1:
        yield Issue(
            "missing_column",
            place(1, "text"),
            f"The call names the languages {listed(stated)}, and the sheet has one column of texts.",
            fix=f"Write columns {listed(f'text_{one}' for one in stated)}; section, hint and options likewise.",
        )
    elif stated and "" not in found and found and set(found) != set(stated):
        yield Issue(
            "missing_column",
            place(1, f"text_{found[0]}"),
            f"The call names the languages {listed(stated)}, and the sheet has {listed(found)}.",
            fix="Let both name the same, or leave --language out.",
        )


def _missing(table: Table) -> Iterator[Issue]:
    text = _languages_of(table, "text")
    for name in NEEDED:
        if not _languages_of(table, name):
            yield Issue(
                "missing_column",
                place(1, name),
                f"There is no column {name}, and every item needs it.",
                fix=f"Add a column {name}; --csv-template shows a sheet to begin with.",
            )
    for name in TEXTS:
        there = _languages_of(table, name)
        if not there or not text or set(there) == set(text):
            continue
        lacks = [one for one in text if one not in there] or [
            one for one in there if one not in text
        ]
        column = f"{name}_{lacks[0]}".rstrip("_")
        wanted = listed(f"{name}_{one}".rstrip("_") for one in text)
        yield Issue(
            "missing_column",
            place(1, column),
            f"{name} has other languages than text. Every text has them all, so that nobody meets a page in two "
            "languages.",
            fix=f"Let the columns be {wanted}.",
        )
    for name, other in BELONGS.items():
        if _languages_of(table, name) and not _languages_of(table, other):
            yield Issue(
                "missing_column",
                place(1, name),
                f"The column {name} says something of {other}, and there is no column {other}.",
                fix=f"Add a column {other}, or take {name} out.",
            )


def sheet_of(table: Table, stated: tuple[str, ...]) -> Sheet:
    """The table with its languages. Raises DocumentRefused where its columns do not fit together.

    `stated` are the languages that the call names; without any, plain columns are English.
    """
    issues = list(_language_issues(table, stated)) or list(_missing(table))
    if not table.rows:
        issues.append(
            Issue(
                "no_items",
                place(2, "item"),
                "The sheet has a first row and nothing below it.",
                fix="Write one item a row.",
            )
        )
    if issues:
        raise DocumentRefused(issues=[*table.issues, *issues])
    found = _languages_of(table, "text")
    plain = found == [""]
    languages = stated or (("en",) if plain else tuple(found))
    columns = {
        name: {at: name if plain else f"{name}_{at}" for at in languages}
        for name in TEXTS
        if _languages_of(table, name)
    }
    return Sheet(table, languages, columns)
