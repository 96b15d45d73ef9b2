"""`Sop`: the one object that a host holds. Immutable, and safe to share between threads.

It owns no database, no server and no accounts. A host gives it documents and situations; it gives
back records, scores, panels and forms, and the host stores and shows them.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from sop_core.errors import (
    CallRefused,
    Issue,
    LoadError,
    listed,
    shown,
)
from sop_core.sop.arguments import check_list, check_situation, sources_of, zone_of

if TYPE_CHECKING:
    from sop_core.access import Disclosure
    from sop_core.catalog import Catalog, DefinitionHealth, Source
    from sop_core.hooks import Advice, PluginHealth, Plugins, Receipt
    from sop_core.instruments import CurrentView, Form, Verification
    from sop_core.prompts import Panel, Situation
    from sop_core.reporting import Comparison, Tally
    from sop_core.sop.given import Need
    from sop_core.sop.releasing import Reported

# Rooms are imported where a method first needs them: a host pays for what it uses (DESIGN 8).

#: The name under which the library's own definitions enter.
BUNDLED = "sop_core"


@frozen
class Health:
    """How the plugins and definitions of a Sop are doing; `ok` if nothing was left out or is faulty."""

    plugins: tuple[PluginHealth, ...]
    definitions: tuple[DefinitionHealth, ...]

    @property
    def ok(self) -> bool:
        """Whether every plugin is active or off by the host's wish, and every definition in force."""
        fine = all(plugin.status in ("active", "off") for plugin in self.plugins)
        return fine and all(definition.ok for definition in self.definitions)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@frozen(eq=False)
class Sop:
    """Safety Organized Practice for one host. Make it with `Sop.load`, once, and share it."""

    catalog: Catalog = field(repr=False)
    _plugins: Plugins = field(repr=False)
    _clock: Callable[[], dt.datetime] = field(repr=False)
    _zone: dt.tzinfo = field(repr=False)

    @classmethod
    def load(
        cls,
        *,
        plugins: bool | Sequence[str] = True,
        require: Sequence[str] = (),
        definitions: Iterable[Source] = (),
        timezone: str | dt.tzinfo | None = None,
        clock: Callable[[], dt.datetime] | None = None,
        record_plugins: Sequence[str] = (),
        plugin_budget: float = 1.0,
        plugin_faults: int = 3,
    ) -> Sop:
        """The bundled definitions, every healthy plugin that is asked for, and definitions of your own.

        `plugins` is True for all that are installed (or those that SOP_PLUGINS lists), a list of
        names, or False. A bad plugin or definition never stops loading: it is left out, and
        `health()` says why; what `require` names (plugins, instruments, prompt sets) must be healthy,
        or LoadError is raised. `timezone` is the county's (a name such as "America/Los_Angeles", or a
        tzinfo; UTC without one). `clock` gives an aware datetime. `record_plugins` may see records.
        A plugin that takes longer than `plugin_budget` seconds, or fails `plugin_faults` times, is
        switched off until the next load.
        """
        for name, value in (
            ("plugins", plugins),
            ("require", require),
            ("definitions", definitions),
            ("record_plugins", record_plugins),
        ):
            check_list(name, value)
        if clock is not None and not callable(clock):
            raise CallRefused(
                f"clock is {shown(clock)}; pass a function that gives the time, such as "
                "lambda: datetime.now(UTC)."
            )
        definitions = sources_of(definitions)
        from sop_core.catalog import build, bundled, find
        from sop_core.hooks import Plugins

        loaded = Plugins.load(
            plugins,
            require=(),
            record_plugins=record_plugins,
            builtin={BUNDLED: bundled},
            environ=os.environ,
            budget=plugin_budget,
            faults=plugin_faults,
        )
        found = [
            one
            for answer in loaded.collect("sop_definitions")
            for index, source in enumerate(answer.value)
            for one in find(source, label=f"plugin {answer.plugin}, definition {index + 1}")
        ]
        for index, source in enumerate(definitions):
            found += find(source, label=f"definitions[{index}]")
        made = cls(build(found), loaded, clock or _now, zone_of(timezone))
        made._require(require)
        return made

    def _require(self, names: Sequence[str]) -> None:
        health = self.health()
        fine = {plugin.name for plugin in health.plugins if plugin.status == "active"}
        fine |= {id_ for _, id_, _ in self.catalog.documents}
        missing = [name for name in names if name not in fine]
        if not missing:
            return
        reasons = [
            f"{plugin.name}: {plugin.reason}" for plugin in health.plugins if plugin.name in missing
        ]
        reasons += [f"{one.where}: {issue}" for one in health.definitions for issue in one.issues]
        why = "".join(f"\n  {reason}" for reason in reasons)
        raise LoadError(
            f"Required, but not healthy: {listed(missing)}. Sop.load(require=[...]) names plugins, instruments and "
            f"prompt sets that a host cannot do without. In force are: {listed(sorted(fine), most=30)}.{why}"
        )

    # Reads: they fail open. A broken plugin costs its own prompts, never the screen.

    def today(self) -> dt.date:
        """The day it is in the county, by the clock and time zone given to `load`."""
        now: object = self._clock()
        if not isinstance(now, dt.datetime) or now.tzinfo is None:
            raise CallRefused(
                f"The clock given to Sop.load says {shown(now)}; it gives an aware datetime, such as "
                "datetime.now(UTC)."
            )
        return now.astimezone(self._zone).date()

    def panel(self, situation: Situation) -> Panel:
        """The prompts and forms for one screen at one moment, as data (S2-03: additive, dismissible)."""
        from sop_core.sop.panels import panel_of

        check_situation(situation, call="sop.panel")
        known = evolve(situation, on=situation.on or self.today())
        return panel_of(known, catalog=self.catalog, plugins=self._plugins)

    def form(self, instrument: str, version: str | None = None, *, locale: str = "en") -> Form:
        """An instrument as a form, in a locale or the nearest that it has; NotFound lists the choices."""
        from sop_core.instruments import form_of

        for name, value in (("instrument", instrument), ("locale", locale)):
            if not isinstance(value, str):
                raise CallRefused(f"{name} is a {type(value).__name__}; pass it as a text.")
        return form_of(self.catalog.instrument(instrument, version), locale)

    # Writes: they fail closed. A record is accepted whole, or refused with everything that is wrong.

    def accept(
        self, document: object, *, given: Iterable[object] = (), situation: Situation | None = None
    ) -> Receipt:
        """A record read strictly, checked, structured and scored; RecordRefused carries every issue.

        `document` is a dict, or JSON as str or bytes; `given` holds the earlier records that
        `needs(document)` lists. Store `receipt.record`, `.score` and `.events` in your own
        transaction, and call `published(receipt)` after it. With a `situation`, the plugins that you
        list for records are asked for advice.
        """
        if situation is not None:
            check_situation(situation, call="sop.accept")
        if situation is not None and isinstance(given, Iterator):
            given = list(given)  # it is read once more, for what is noticed
        receipt = _door()(document, catalog=self.catalog, given=given)
        return receipt if situation is None else self._advised(receipt, situation, given)

    def _advised(self, receipt: Receipt, situation: Situation, given: Iterable[object]) -> Receipt:
        from sop_core.instruments import Administration
        from sop_core.practice import FieldRecord, Statement
        from sop_core.prompts import Situation

        record = receipt.record
        situation = evolve(situation, on=situation.on or self.today())
        own: tuple[Advice, ...] = ()
        if isinstance(record, FieldRecord | Statement):
            from sop_core.sop.casework import advice_on
            from sop_core.sop.given import given_by_digest

            beside, _ = given_by_digest(given)
            own = advice_on(record, self.catalog, situation, beside)
        if isinstance(record, Administration):
            ref = record.instrument
            if self.catalog.instrument(ref.id, ref.version).anonymous:
                # Beside the tokens of a screen, the answers would say who gave them (C-10).
                situation = Situation(
                    screen=situation.screen,
                    role=situation.role,
                    locale=situation.locale,
                    on=situation.on,
                )
        answers = self._plugins.collect("sop_advise", record=record, situation=situation)
        return evolve(receipt, advice=(*own, *(one for answer in answers for one in answer.value)))

    def check(self, document: object, *, given: Iterable[object] = ()) -> tuple[Issue, ...]:
        """All that is wrong with a document of any kind, definition or record, instead of raising.

        No issue of severity `error` means that `accept` takes it (if it is a record), or that `load`
        does (if it is a definition, and no other of its id and version is there). Of a record of a case,
        what is noticed comes as advice, in English.
        """
        from sop_core.sop.accepting import examine

        return examine(document, catalog=self.catalog, given=given).issues

    def needs(self, document: object) -> tuple[Need, ...]:
        """The earlier records that a document builds on: load them, and pass them as `given`."""
        from sop_core.documents import read
        from sop_core.sop.given import needs_of

        return needs_of(read(document))

    def current(self, documents: Iterable[object]) -> CurrentView:
        """Which of these administrations count, as stored documents or values, in any order.

        Amendments stand in for what they amend, drafts and what was entered in error are left out
        by name, and what does not hang together is unsettled: see CurrentView. Every link's digest is
        checked. Raises RecordRefused, with every issue, for a document that is no administration as
        `accept` takes it; its links are judged by the view, and need no `given`.
        """
        from sop_core.sop.viewing import current_of

        return current_of(documents, self.catalog)

    def tally(
        self,
        records: Iterable[object],
        *,
        batch: str,
        revision: int = 1,
        levels: Iterable[str] | None = None,
        under: Mapping[str, str] | None = None,
        one_each: bool = False,
    ) -> Tally:
        """Administrations, as documents or values, counted by group: what group results are made of.

        Each is checked as `accept` checks it, and counts as in `current`: drafts, records that others
        stand in for and those entered in error are skipped, by name. The records of a sitting belong in
        one batch. `batch` is your id for this delivery and `revision` grows when you count it again.
        `levels` names the places of a scope, widest first (`level_1`… without). `under` names versions
        that records of other versions are counted under, where a migration keeps scores comparable:
        `{"survey": "2.0.0"}`. Every record counts as a person; with `one_each` only the last of each
        respondent does, of an instrument in a cycle, and those before are skipped as `answered_again`.
        Memory is by groups. Raises RecordRefused, with every issue of every
        record, and then nothing is counted; an issue's path begins with the record: `$[3].answers.q01`.
        """
        from sop_core.sop.orders import tally_of

        return tally_of(
            records,
            self.catalog,
            batch=batch,
            revision=revision,
            levels=levels,
            under=under,
            one_each=one_each,
        )

    def release(
        self,
        tally: Tally,
        plan: object = None,
        *,
        policy: object = None,
        ledger: object = None,
        before: Tally | None = None,
    ) -> Reported:
        """Group results that give nobody away (DESIGN 7): the only way that groups are reported.

        `plan` and `policy` are documents or values; without them every scale at every level of the tally's one
        instrument and cycle is released to the public, at the usual limits. `ledger` holds what was released
        before (a Ledger, or the bytes of its file); store the one that comes back before anybody reads the
        release, under a lock, so that no two releases pass against the same old one. `before` is the tally that a
        correction corrects. Plugins may tighten the policy, never loosen it. Raises ReleaseRefused with all that
        stands against it, and DocumentRefused for a plan, policy or ledger that is none.
        """
        from sop_core.sop.releasing import released

        return released(
            tally,
            plan,
            policy=policy,
            ledger=ledger,
            before=before,
            catalog=self.catalog,
            plugins=self._plugins,
        )

    def compare(self, releases: Iterable[object], *, cycles: Sequence[str] = ()) -> Comparison:
        """What releases that went out say beside each other: what `render.report` draws.

        Releases are documents (dict, str, bytes) or values, in any order; their definitions are found among those that
        are loaded, where those are of the same scoring. `cycles` is the order of the cycles, earliest first, where
        their names do not say it (2026-Q3, 2026-Q4). Nothing is told that the releases do not show, and nothing is
        ranked but measures of the whole. Raises DocumentRefused for what is no release, and CallRefused for cycles in
        no known order or releases that are at odds.
        """
        from sop_core.sop.releasing import compared

        return compared(releases, catalog=self.catalog, cycles=cycles)

    def verify(self, score_document: object, administration: object) -> Verification:
        """A stored score recomputed from its administration, with each difference named.

        Both may be documents (dict, str, bytes) or values. Raises RecordRefused for an administration
        that cannot be scored, and DocumentRefused for a score that is no score.
        """
        from sop_core.sop.verifying import verified

        return verified(score_document, administration, catalog=self.catalog)

    def disclose(
        self,
        record: object,
        *,
        viewer: str,
        purpose: str,
        agreement: object = None,
        earlier: Iterable[object] = (),
    ) -> Disclosure:
        """One person's record, opened to a viewer for a purpose: the one gate to showing it to anyone.

        `viewer` is the token of whoever will see it, as records name people; `purpose` one of the
        table's (`access.Purpose`): `self_reflection` for the person whose record it is, `coaching` for
        their coach, `supervision` for their supervisor, the last two under an `agreement` in force today:
        one record, or a list with those that it stands in for, newest first. Nothing opens
        `performance_appraisal`. `earlier` are records to be shown beside it, such as earlier
        administrations of the same instrument, the worker's own rating that an observed one builds on, or
        the opening and the steps of a session; each goes through the gate as well.
        Records are documents or values, and must be sound. Every plugin that decides is asked.
        Raises DisclosureRefused with all that stands against it, and says so in words without case text.
        Both carry an `entry` for your access log, and `events`: that there was a decision, and no more.
        """
        from sop_core.sop.disclosing import disclosed

        return disclosed(
            record,
            viewer=viewer,
            purpose=purpose,
            agreement=agreement,
            earlier=earlier,
            catalog=self.catalog,
            plugins=self._plugins,
            day=self.today().isoformat(),
        )

    def published(self, receipt: Receipt) -> None:
        """Tell the plugins that the host lists for records: call it after your commit, not before."""
        from sop_core.hooks import Receipt

        if not isinstance(receipt, Receipt):
            raise CallRefused("sop.published takes the receipt that sop.accept gave.")
        self._plugins.notify("sop_accepted", receipt=receipt)

    def health(self) -> Health:
        """Which plugins and definitions are in force, and why the others are not."""
        return Health(self._plugins.health(), self.catalog.health)


@cache
def _door() -> Callable[..., Receipt]:
    """The way in for records. Looked up once: an import in a function costs at every call."""
    from sop_core.sop.accepting import admit

    return admit
