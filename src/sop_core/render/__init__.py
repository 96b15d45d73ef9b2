"""Forms, panels, and what belongs to one person, as accessible HTML (extra `html`).

For hosts that do not draw their own.

Each function gives a fragment: no page round it, no script, no style attribute, no address of
anybody else. It works without JavaScript and under a strict Content-Security-Policy. Fragments say
their own language, and every string in them is escaped. `stylesheet()` makes them good to look at;
they are usable without it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sop_core.errors import CallRefused, shown
from sop_core.render import own_page as own
from sop_core.render import safe
from sop_core.render.case_forms import field_form, statement_form
from sop_core.render.casework import field_page, statement_page
from sop_core.render.dates import dates, icalendar
from sop_core.render.environment import draw, environment
from sop_core.render.fields import sections
from sop_core.render.goals import goal, goal_draft
from sop_core.render.offers import FormUrl, PromptFields, offers, prompts
from sop_core.render.packet import field_packet, packet_title, whole_page
from sop_core.render.practice import profile, rating, timeline
from sop_core.render.report import report, report_title
from sop_core.render.report_sheets import report_csv, report_xlsx
from sop_core.render.safe import Fields
from sop_core.render.sentences import problems
from sop_core.render.sessions import session
from sop_core.render.skills import Skills, skills
from sop_core.render.words import words_for
from sop_core.types import Translation

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.access import Disclosure
    from sop_core.errors import Issue
    from sop_core.instruments import Comparable, Form, Reflection, Skill
    from sop_core.prompts import Panel

__all__ = [
    "dates",
    "field_form",
    "field_packet",
    "field_page",
    "form",
    "goal",
    "goal_draft",
    "icalendar",
    "packet_title",
    "page",
    "panel",
    "profile",
    "rating",
    "reflection",
    "report",
    "report_csv",
    "report_title",
    "report_xlsx",
    "session",
    "statement_form",
    "statement_page",
    "stylesheet",
    "timeline",
    "tool_name",
    "whole_page",
]


def form(
    form: Form,
    *,
    values: Fields | None = None,
    issues: Iterable[Issue] = (),
    action: str = "",
    hidden: Mapping[str, str] | None = None,
    prefix: str = "",
    submit_label: str | None = None,
    heading_level: int = 2,
) -> Markup:
    """A form as a `<form method="post">` whose fields `form.read(fields, prefix=prefix)` reads back.

    `values` is what a browser sent (name to text or list of texts) and is shown again unchanged.
    `issues` of a refused record become a summary and a sentence beside each item, in plain words;
    those of severity `advice` are shown as notes. `action` is where the browser sends to (the
    page's own address if empty), `hidden` your own hidden fields, such as a token against forgery.
    `prefix` stands before every name and id, so that two forms fit on one page. Headings begin at
    `heading_level`, 1 to 5. Raises CallRefused for an unsafe address or a name that is taken.
    """
    environment()  # without the extra, this is what says so
    prefix, given, words = safe.field_prefix(prefix), values or {}, words_for(form.locale)
    locale = safe.plain(form.locale)
    words = words.inside(locale)
    wrong = problems(form, issues, given, prefix=prefix, words=words)
    drawn = sections(form, given, wrong, prefix=prefix, words=words)
    names = frozenset(prefix + item.id + end for item in form.items for end in ("", ".missing"))
    by_item = {field.name: field for section in drawn for field in section.fields}
    return draw(
        "form",
        id=f"sop-{prefix}form",
        locale=locale,
        dir=safe.direction(locale),
        action=safe.address(action, what="action"),
        hidden=safe.hidden_fields(hidden, names),
        anonymous=form.anonymous,
        h=safe.heading(heading_level, floors=1),
        title=safe.said(form.title),
        intro=safe.said(form.intro) if form.intro else None,
        draft=form.translation is Translation.DRAFT,
        errors=[(one, by_item[prefix + one.item] if one.item else None) for one in wrong.errors],
        errors_title=wrong.title,
        notes=wrong.notes,
        sections=drawn,
        rules=[
            {"title": safe.said(scale.title), "rule": safe.said(scale.rule)}
            for scale in form.scales
        ],
        submit=safe.plain(submit_label) if submit_label is not None else words("submit"),
        say=words,
    )


def panel(
    panel: Panel,
    *,
    dismiss_action: str | None = None,
    aside_form: str | None = None,
    helpful: bool = False,
    form_url: FormUrl | None = None,
    tool_url: FormUrl | None = None,
    hidden: Mapping[str, str] | PromptFields | None = None,
    prefix: str = "",
    title: str | None = None,
    heading_level: int = 2,
) -> Markup:
    """A panel as a `<section>`: its prompts, and the forms that go with the screen; empty if there are none.

    With a `dismiss_action`, each prompt has its own small form that posts `prompt` (its id),
    `screen` and, if one was chosen, `reason` there (S2-03: every prompt can be put aside). With an
    `aside_form`, the id of a form of yours on the same page, the buttons belong to that form instead, so
    that nothing typed in it is lost. `helpful` adds a button that says so; `prompts.read_outcome` reads
    all of these. `hidden` are your own fields in the small forms: a mapping, or a function from the
    prompt to one. `form_url` gives each form's address: text with `{id}` in it, or a function from the
    form's id to the address, or to None for no link; `tool_url` likewise that of the field tool or
    statement that a prompt leads to. Why a prompt is shown opens below it. `title` replaces the heading.
    Two panels of one screen and role on one page need two values of `prefix`. Raises CallRefused for an
    unsafe address.
    """
    environment()
    if aside_form is not None and dismiss_action is not None:
        raise CallRefused(
            "A panel takes dismiss_action, for small forms of its own, or aside_form, for a form of yours; not both."
        )
    words = words_for(panel.locale)
    at = f"sop-{safe.field_prefix(prefix)}panel-{safe.slug(panel.screen)}-{safe.slug(panel.role)}"
    if dismiss_action is not None:
        dismiss_action = safe.address(dismiss_action, what="dismiss_action")
    asked = prompts(panel, words, at=at, hidden=hidden, form_url=form_url, tool_url=tool_url)
    offered = offers(panel, words, form_url)
    return draw(
        "panel",
        id=at,
        locale=words.locale,
        dir=safe.direction(words.locale),
        h=safe.heading(heading_level, floors=1),
        title=safe.said(title) if title is not None else words("panel_title"),
        dismiss_action=dismiss_action,
        aside_form=None if aside_form is None else safe.plain(aside_form),
        helpful=helpful,
        screen=safe.plain(panel.screen),
        prompts=asked,
        drafts=[words_for(locale).inside(words.locale) for locale in _drafts(panel)],
        forms=offered,
        say=words,
    )


def _drafts(panel: Panel) -> tuple[str, ...]:
    """The languages on the panel that nobody has reviewed, each once, in the panel's order."""
    drafts = [one.locale for one in panel.prompts if one.translation is Translation.DRAFT]
    return tuple({words_for(locale).locale: None for locale in drafts})


def page(
    disclosure: Disclosure,
    *,
    locale: str = "en",
    heading_level: int = 2,
    prefix: str = "",
    most: int | None = 5,
    comparable: Comparable | None = None,
) -> Markup:
    """A person's own page: strong skills, skills to strengthen, where each area stands, what changed.

    It takes what `sop.disclose` gave, and nothing else of the person (DESIGN 4). In words, with small
    pictures that say the same (S0-10): no grade, rank, percentage or colour, and nobody else on it. A
    sentence says how many points are a change at all. `locale` is the reader's; the page is in the
    nearest one that the definition has. Of a long list the first `most` skills are shown and the rest
    opens; None shows all, as paper needs it. `comparable` is that of `individual_page`. Raises
    CallRefused for what is no Disclosure.
    """
    from sop_core.access import page_of

    environment()
    _check_most(most)
    shown = page_of(disclosure, locale=locale, comparable=comparable)
    prefix, speak = safe.field_prefix(prefix), own.speaker(shown)
    cut = sys.maxsize - 1 if most is None else most
    return draw(
        "page",
        id=f"sop-{prefix}own",
        locale=shown.locale,
        dir=safe.direction(shown.locale),
        h=safe.heading(heading_level, floors=2),
        title=safe.said(shown.title),
        cycle=safe.said(shown.cycle),
        draft=shown.translation is Translation.DRAFT,
        groups=_groups(shown.strong, shown.to_strengthen, f"sop-{prefix}own-", cut),
        line=speak(shown.line),
        areas=own.areas(shown, speak),
        since=speak(shown.since),
        moved=own.moved(shown, cut),
        beside=own.beside(shown, speak),
        whole=most is None,
        figures=tuple(speak(figure) for figure in shown.figures),
        say=words_for(shown.spoken).inside(shown.locale),
    )


def _check_most(most: int | None) -> None:
    if most is not None and most < 1:
        raise CallRefused(
            f"most is {shown(most)}. A list shows at least one skill: give 1 or more."
        )


def _groups(
    strong: tuple[Skill, ...], grow: tuple[Skill, ...], at: str, most: int
) -> list[tuple[str, str, Skills]]:
    groups = (
        ("reflect_strong", f"{at}strong", skills(strong, most)),
        ("reflect_grow", f"{at}grow", skills(grow, most)),
    )
    return [group for group in groups if group[2].shown]


def reflection(
    reflection: Reflection | Disclosure,
    *,
    locale: str = "en",
    heading_level: int = 2,
    prefix: str = "",
    most: int = 5,
) -> Markup:
    """What a person's own answers say back: strong skills and skills to strengthen (S0-10).

    Words only: no grade, number or count, and nothing coloured as good or bad. Of a long list the
    first `most` skills are shown and the rest opens. `locale` is the one that `reflect` was called
    with. Where nothing stands out, a sentence says so.

    The words of a Reflection are for the person who has just answered, in answer to that request.
    On a page that can be opened again they are a disclosure: pass what `sop.disclose` gave.
    """
    from sop_core.access import Disclosure, page_of
    from sop_core.instruments import Reflection

    environment()
    _check_most(most)
    if isinstance(reflection, Disclosure):
        own_words = page_of(reflection, locale=locale)
        locale = own_words.locale
        reflection = Reflection(own_words.strong, own_words.to_strengthen)
    locale = safe.plain(locale)
    words = words_for(locale).inside(locale)
    prefix = safe.field_prefix(prefix)
    return draw(
        "reflection",
        id=f"sop-{prefix}reflection",
        locale=locale,
        dir=safe.direction(locale),
        h=safe.heading(heading_level, floors=2),
        groups=_groups(reflection.strong, reflection.to_strengthen, f"sop-{prefix}", most),
        say=words,
    )


def tool_name(tool: str, *, locale: str = "en") -> str:
    """What pages call a field tool or a kind of statement, for a host's own links; the id where it is unknown."""
    words = words_for(locale)
    known = (key for key in (f"tool_{tool}", f"kind_of_{tool}") if key in words.sentences)
    return words.plain(key) if (key := next(known, None)) else safe.said(tool)


@cache
def stylesheet() -> str:
    """The style of the fragments: one small file without addresses; every class begins with `sop-`.

    Serve it as a file of your own. Light, or dark inside `[data-bs-theme=dark]`, `[data-theme=dark]`
    or `.sop-dark`.
    """
    return Path(__file__).with_name("sop.css").read_text("utf-8")
