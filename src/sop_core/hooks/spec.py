"""The eight hooks, one page each: when it is called, what to return, what becomes of the answers.

Three kinds. A *collect* hook gathers answers and fails open: a plugin that fails costs its own
answer, never the screen. A *decide* hook may only say no and fails closed: whatever goes wrong is a
denial. A *notify* hook is told, and gives nothing back.

What holds for every hook. A function takes those of its hook's arguments that it names, in any
order. Plugins are called one by one, those of sop_core first and then by name, each with copies of
its own. A *fault* is an exception (SystemExit too), a return value of another type than stated, a
change to what was lent, or a call of the same hook from inside itself; it costs the answer, is
counted in `Plugins.health()`, and at the third the plugin is switched off until it is loaded anew.
So is a plugin that takes longer than its budget. A plugin with a decide hook is not let off by that:
what it decides is denied from then on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sop_core.access import DisclosureRecord
from sop_core.hooks.markers import hookspec
from sop_core.hooks.payloads import (
    Advice,
    Denial,
    ExportFormat,
    Receipt,
    ReleasePlan,
    ReleasePolicy,
)
from sop_core.prompts import Feedback, ShownPrompt, Situation

if TYPE_CHECKING:
    from sop_core.instruments import Administration


class HookKind(StrEnum):
    """What a hook's answers do."""

    COLLECT = "collect"
    DECIDE = "decide"
    NOTIFY = "notify"


@hookspec
def sop_definitions() -> Iterable[Mapping[str, Any] | os.PathLike[str] | str] | None:
    """Kind: collect. Definition documents, as dicts or as paths of JSON files or of folders.

    Called once, while `Sop.load` reads the definitions.
    Return an iterable of dicts and paths, or None; at most 1000. Give full paths, such as
    `Path(__file__).with_name("survey.json")`.
    Several answers: all are read. Two definitions with one id and version are refused, and both
    sources named; a definition that is refused is left out and costs the others nothing.
    A fault costs the plugin's own definitions.
    """


@hookspec
def sop_prompts(situation: Situation) -> Iterable[ShownPrompt] | None:
    """Kind: collect. Prompts computed in code, for one screen at one moment.

    Called once for each panel, after `sop_facts`: `situation.facts` holds the facts of all.
    Return an iterable of `ShownPrompt`, or None; at most 1000. Ids need only be unique within the
    plugin; the panel shows them as `plugin:name/id`. Write `text` in `situation.locale`, and say in
    `locale` what it really is in.
    Several answers: all are shown, ordered by priority and then by plugin.
    A fault costs the plugin's own prompts; the panel appears with the others.
    """


@hookspec
def sop_facts(situation: Situation) -> Mapping[str, Any] | None:
    """Kind: collect. Facts about the host's record, for prompt rules to look at.

    Called once for each panel, before `sop_prompts`.
    Return a mapping from fact ids to plain values (text, number, date, boolean, None, and lists and
    mappings of these), or None; at most 1000 values.
    Several answers: a fact that the host states stands; between plugins the first by name wins.
    A fault costs the plugin's own facts.
    """


@hookspec
def sop_advise(
    record: Administration | Feedback | DisclosureRecord, situation: Situation
) -> Iterable[Advice] | None:
    """Kind: collect. Advice on a record; only plugins that the host lists for records are asked.

    Called in `accept` where the host passes a situation, once the record is accepted and scored.
    Return an iterable of `Advice`, or None; at most 1000.
    Several answers: all stand beside the record. Advice changes no record, score or event.
    A fault costs the plugin's own advice; the record is accepted all the same.
    """


@hookspec
def sop_export_formats() -> Iterable[ExportFormat] | None:
    """Kind: collect. Named writers of foreign formats: FHIR, XLSForm, CASE and others.

    Called when someone asks which formats there are, or for one of them.
    Return an iterable of `ExportFormat`, or None; at most 1000.
    Several answers: all are offered; two plugins that give one name are told apart by the plugin.
    A fault costs the plugin's own formats.
    """


@hookspec
def sop_authorize(viewer: str, purpose: str, kind: str) -> bool | Denial | None:
    """Kind: decide. Whether a viewer may see records of a kind for a purpose; may only say no.

    Called once for each kind of record in a `sop.disclose`, after the core itself has found nothing
    against it: what the table of `sop_core.access` refuses, no plugin is asked about. `viewer` is the
    host's opaque token, `kind` a record's schema name.
    Return `Denial(reason)` or False to deny, None (or True, which grants nothing) to raise no
    objection.
    Several answers: one denial denies, and every reason is kept.
    A fault denies. So does a plugin that has this hook and is switched off, left out or missing.
    """


@hookspec
def sop_release_policy(policy: ReleasePolicy, plan: ReleasePlan) -> ReleasePolicy | None:
    """Kind: decide. The policy that a release needs; may tighten, never loosen.

    Called once for each release, before anything is suppressed.
    Return a stricter `ReleasePolicy` (as `attrs.evolve(policy, min_cell=20)`), or None for no wish.
    Several answers: field by field the strictest stands; a looser field is passed over and named.
    A fault denies the release. So does a plugin that has this hook and is switched off, left out or
    missing.
    """


@hookspec
def sop_accepted(receipt: Receipt) -> None:
    """Kind: notify. A record is stored; only plugins that the host lists for records are told.

    Called by `published`, after the host's commit.
    Return nothing: anything else is a fault, a generator too (its body would never have run).
    Several plugins: each is told, whatever the others do.
    A fault costs nothing but the notice to that plugin; it is not called again for this receipt.
    """


#: Every hook, in the order of the contract, and its kind.
HOOKS: Mapping[str, HookKind] = {
    "sop_definitions": HookKind.COLLECT,
    "sop_prompts": HookKind.COLLECT,
    "sop_facts": HookKind.COLLECT,
    "sop_advise": HookKind.COLLECT,
    "sop_export_formats": HookKind.COLLECT,
    "sop_authorize": HookKind.DECIDE,
    "sop_release_policy": HookKind.DECIDE,
    "sop_accepted": HookKind.NOTIFY,
}

#: What is asked of, or told to, only the plugins that the host lists for records.
RECORD_HOOKS = frozenset({"sop_advise", "sop_accepted"})

#: What is denied where it cannot be known what a plugin decides.
DECIDE_HOOKS = tuple(name for name, kind in HOOKS.items() if kind is HookKind.DECIDE)
