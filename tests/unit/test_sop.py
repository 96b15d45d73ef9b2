"""`Sop`, as a host uses it."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import threading
from pathlib import Path

import attrs
import pytest

from sop_core import (
    CallRefused,
    LoadError,
    NotFound,
    RecordRefused,
    Situation,
    Sop,
    digest,
    hookimpl,
    to_document,
    to_json,
)
from sop_core.hooks import Plugins
from tests.unit import _small as small

AT = "2026-11-21T10:00:00-08:00"


@pytest.fixture(scope="module")
def sop():
    """The bundled definitions alone."""
    return Sop.load(plugins=False)


@pytest.fixture(scope="module")
def document(sop):
    """A complete staff record as a document."""
    form = sop.form("social_worker_assessment")
    fields = {item.id: "4" for item in form.items if item.required}
    return dict(form.read(fields, id="r1", cycle="2026-Q4", submitted_at=AT, respondent="w-1"))


@pytest.fixture(scope="module")
def parent(sop):
    """A complete parent record as a document."""
    form = sop.form("parent_guardian_survey", locale="es")
    fields = {item.id: "4" for item in form.items if item.options}
    return dict(form.read(fields, id="p1", cycle="2026-Q4", submitted_at="2026-11-21"))


def test_a_record_comes_as_dict_text_or_bytes(sop, document):
    """The same record in three forms is accepted as the same."""
    text = json.dumps(document)
    records = {to_json(sop.accept(one).record) for one in (document, text, text.encode())}
    assert len(records) == 1


def test_the_record_always_has_its_digests(sop, document):
    """What a host leaves out is filled in; DESIGN 3."""
    short = {**document, "instrument": {"id": "social_worker_assessment", "version": "1.0.0"}}
    assert sop.accept(short).record == sop.accept(document).record


def test_a_refused_record_says_all_and_leaves_nothing(sop, document):
    """RecordRefused carries every issue, as check gives them."""
    bad = {**document, "id": "a b", "cycle": "", "answers": {}}
    with pytest.raises(RecordRefused) as refused:
        sop.accept(bad)
    assert refused.value.issues == sop.check(bad)
    assert {"$.id", "$.cycle"} <= {issue.path for issue in refused.value.issues}


def test_definitions_and_scores_are_no_records(sop, document):
    """Only records are accepted, and the refusal says where the others go."""
    score = sop.accept(document).score
    with pytest.raises(RecordRefused, match=r"sop\.verify"):
        sop.accept(to_json(score))
    definition = sop.catalog.documents["instrument", "parent_guardian_survey", "1.0.0"]
    assert sop.check(definition) == ()
    with pytest.raises(RecordRefused, match=r"Sop\.load"):
        sop.accept(definition)


def test_an_anonymous_record_emits_nothing(sop, parent, document):
    """S0-12: the moment of an answer would tell who answered."""
    assert sop.accept(parent).events == ()
    assert len(sop.accept(document).events) == 1


def test_an_event_says_nothing_of_the_record(sop, document):
    """No answer, score, token, text or scope; the same record gives the same id."""
    marked = {**document, "respondent": "tok-resp", "subject": "tok-subj", "scope": ["scope-x"]}
    first, second = (sop.accept(marked).events[0] for _ in range(2))
    said = json.dumps(first)
    assert first == second
    assert not [word for word in ("tok-", "scope-x", "answers", "scales") if word in said]
    assert sop.check(first) == ()
    changed = {**marked, "answers": {**marked["answers"], "eng_three_houses": "1"}}
    assert sop.accept(changed).events[0] == first, "an event must not tell answers apart"


@pytest.mark.parametrize(("status", "events"), [("draft", 0), ("complete", 1)])
def test_a_draft_has_neither_score_nor_event(sop, document, status, events):
    """A draft may be incomplete, and nothing is made of it."""
    receipt = sop.accept({**document, "status": status})
    assert len(receipt.events) == events
    assert (receipt.score is None) is (status == "draft")


def test_an_amended_record_points_back_and_needs_what_it_builds_on(sop, document):
    """Nothing is edited: the later record names the earlier one, which must be given."""
    first = sop.accept(document).record
    back = {"id": "r1", "digest": digest(first)}
    later = {**document, "id": "r2", "status": "amended", "supersedes": back}
    (need,) = sop.needs(later)
    assert (need.kind, need.id, need.digest) == ("administration", "r1", digest(first))
    assert [issue.code for issue in sop.check(later)] == ["given_missing"]
    receipt = sop.accept(later, given=[first])
    assert receipt.record.supersedes.id == "r1"
    assert sop.accept(to_json(receipt.record), given=[to_json(first)]).record == receipt.record
    assert sop.verify(receipt.score, receipt.record).ok
    assert sop.needs(document) == ()


def test_verify_recomputes_and_never_believes(sop, document):
    """Each difference is named; a draft has no score to verify."""
    receipt = sop.accept(document)
    assert sop.verify(to_json(receipt.score), to_json(receipt.record)).ok
    doctored = to_document(receipt.score)
    doctored["scales"]["engagement"].update(value=13, exact="13", n_answered=7)
    del doctored["scales"]["transition"]
    doctored["administration"] = "other"
    found = sop.verify(doctored, receipt.record)
    assert [one.path for one in found.differences] == [
        "$.administration",
        "$.scales.engagement.value",
        "$.scales.engagement.exact",
        "$.scales.engagement.n_answered",
        "$.scales.transition",
    ]
    assert not sop.verify(receipt.score, {**document, "status": "draft"}).ok


def test_verify_takes_a_score_and_its_record(sop, document):
    """Anything else is a wrong call or a refusal, never a difference."""
    receipt = sop.accept(document)
    with pytest.raises(CallRefused):
        sop.verify(document, document)
    with pytest.raises(CallRefused):
        sop.verify(receipt.score, to_document(receipt.score))
    with pytest.raises(RecordRefused):
        sop.verify(receipt.score, {**document, "answers": {"x": "1"}})


def test_feedback_is_a_record(sop):
    """S2-03: a prompt is put aside with a reason of its own, and is not shown again."""
    here = Situation(screen="case.view", role="social_worker", case="c1", viewer="v1")
    prompt = sop.panel(here).prompts[0]
    feedback = {
        "$schema": "urn:sop:schema:feedback:1",
        "id": "f1",
        "prompt": prompt.id,
        "screen": "case.view",
        "outcome": "dismissed",
        "reason": prompt.dismiss[0].code,
        "on": "2026-11-21",
        "case": "c1",
        "viewer": "v1",
    }
    receipt = sop.accept(feedback)
    assert (receipt.score, receipt.events) == (None, ())
    for known in (receipt.record, to_document(receipt.record), to_json(receipt.record)):
        panel = sop.panel(
            Situation(
                screen="case.view", role="social_worker", case="c1", viewer="v1", feedback=[known]
            )
        )
        assert prompt.id not in [one.id for one in panel.prompts]
    elsewhere = Situation(
        screen="case.view", role="social_worker", case="c2", viewer="v1", feedback=[receipt.record]
    )
    assert prompt.id in [one.id for one in sop.panel(elsewhere).prompts]
    broken = Situation(screen="case.view", role="social_worker", feedback=[{"id": 1}, 7, "x"])
    assert len(sop.panel(broken).prompts) == len(sop.panel(here).prompts)
    for change, code in (
        ({"prompt": "three_questions/none"}, "unknown_prompt"),
        ({"reason": "bored"}, "unknown_reason"),
        ({"outcome": "helpful"}, "reason_without_dismissal"),
        ({"on": "2026-02-30"}, "not_a_date"),
    ):
        assert [issue.code for issue in sop.check({**feedback, **change})] == [code]
    assert sop.check({**feedback, "prompt": "plugin:x/y", "reason": "any"}) == ()


def test_the_panel_has_its_day_from_the_clock_of_the_county():
    """The host's clock and the county's zone decide which day it is; neither is asked for in accept."""
    late = dt.datetime(2026, 11, 22, 5, 0, tzinfo=dt.UTC)
    sop = Sop.load(plugins=False, clock=lambda: late, timezone="America/Los_Angeles")
    assert sop.today() == dt.date(2026, 11, 21)
    assert Sop.load(plugins=False, clock=lambda: late).today() == dt.date(2026, 11, 22)
    assert Sop.load(plugins=False, clock=lambda: late, timezone=dt.UTC).today().day == 22
    with pytest.raises(CallRefused, match="tzdata"):
        Sop.load(plugins=False, timezone="California/Anywhere")


def test_the_choices_are_listed_for_what_is_not_there(sop):
    """An unknown instrument or version says which there are."""
    with pytest.raises(NotFound, match="Did you mean 'parent_guardian_survey'"):
        sop.form("parent_gardian_survey")
    with pytest.raises(NotFound, match=r"The versions are: 1\.0\.0"):
        sop.form("parent_guardian_survey", "2.0.0")


def _mine(**changes):
    base = json.loads(
        to_json(
            Sop.load(plugins=False).catalog.documents[
                "instrument", "parent_guardian_survey", "1.0.0"
            ]
        )
    )
    return {**base, **changes}


def test_versions_live_side_by_side_and_the_newest_active_one_is_offered():
    """1.10 comes after 1.9; a draft is not offered, and old versions stay."""
    files = [
        _mine(version="1.9.0"),
        _mine(version="1.10.0"),
        _mine(version="2.0.0", status="draft"),
    ]
    sop = Sop.load(plugins=False, definitions=files)
    assert sop.form("parent_guardian_survey").instrument.version == "1.10.0"
    assert sop.form("parent_guardian_survey", "1.0.0").instrument.version == "1.0.0"
    digests = {
        sop.form("parent_guardian_survey", version).instrument.scoring
        for version in ("1.0.0", "2.0.0")
    }
    assert len(digests) == 1, "a version alone does not keep scores apart"


def test_two_of_one_id_and_version_are_both_refused(tmp_path):
    """DESIGN 2: the message names both files, and nothing guesses which was meant."""
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    for path in (first, second):
        path.write_text(json.dumps(_mine(id="county07.survey")))
    sop = Sop.load(plugins=False, definitions=[tmp_path])
    bad = [one for one in sop.health().definitions if not one.ok]
    assert [one.where for one in bad] == [str(first), str(second)]
    assert str(second) in bad[0].issues[0].message
    assert not sop.health().ok
    with pytest.raises(NotFound):
        sop.form("county07.survey")


def test_a_bad_definition_never_stops_loading_unless_it_is_required(tmp_path):
    """It is left out and health says why; require raises with the reason."""
    path = tmp_path / "bad.json"
    path.write_text("{")
    missing = tmp_path / "missing.json"
    sop = Sop.load(
        plugins=False, definitions=[path, missing, {"$schema": "urn:sop:schema:score:1"}]
    )
    codes = [one.issues[0].code for one in sop.health().definitions if not one.ok]
    assert codes == ["not_json", "cannot_read", "not_a_definition"]
    assert sop.form("parent_guardian_survey")
    with pytest.raises(LoadError, match=r"county07\.survey.*\n.*bad\.json: \$: Line 1"):
        Sop.load(plugins=False, definitions=[path], require=["county07.survey"])
    assert Sop.load(plugins=False, require=["sop_core", "parent_guardian_survey"])


@pytest.mark.parametrize("argument", ["plugins", "require", "definitions"])
def test_a_list_is_asked_for_where_a_text_is_given(argument):
    """Sop.load(plugins="a") would read as the plugins of the letters of a."""
    with pytest.raises(CallRefused, match="pass a list"):
        Sop.load(**{argument: "name"})


def test_wrong_arguments_are_wrong_calls(sop, document):
    """panel takes a Situation and published a receipt."""
    with pytest.raises(CallRefused, match="Situation"):
        sop.panel({"screen": "case.view"})
    with pytest.raises(CallRefused, match="receipt"):
        sop.published(document)
    assert sop.published(sop.accept(document)) is None


def test_what_a_host_holds_can_be_copied_pickled_and_shared(sop, document):
    """Records, scores, panels and forms are values; a Sop is used by many threads at once."""
    receipt = sop.accept({**document, "extensions": {"screen": {"tabs": [1, {"a": 2}]}}})
    here = Situation(screen="case.view", role="social_worker", facts={"ages": [1, {"a": 2}]})
    for value in (
        receipt.record,
        receipt.score,
        sop.panel(here),
        here,
        sop.form("parent_guardian_survey"),
    ):
        assert copy.deepcopy(value) == value
        assert pickle.loads(pickle.dumps(value)) == value
        hash(value)
    seen: list[str] = []

    def work():
        fresh.panel(here)
        seen.append(to_json(fresh.accept(document).score))

    fresh = Sop.load(plugins=False)
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [to_json(receipt.score)] * 8


def test_a_hosts_document_is_not_changed(sop, document):
    """What a host passes is copied, and what it changes afterwards changes nothing."""
    mine = copy.deepcopy(document)
    mine["extensions"] = {"screen": {"tab": [1]}}
    before = copy.deepcopy(mine)
    record = sop.accept(mine).record
    assert mine == before
    mine["extensions"]["screen"]["tab"].append(2)
    mine["answers"]["eng_three_houses"] = "1"
    assert to_document(record)["extensions"] == {"screen": {"tab": [1]}}
    assert record.answers["eng_three_houses"] == "4"


def test_bundled_definitions_are_checked_before_they_ship():
    """catalog/checked.json passes over the check at load time only for files that a check has passed."""
    from tools import checked

    assert checked.faults() == []
    assert Path(checked.LIST).read_text("utf-8") == checked.listing()


def test_an_altered_bundled_file_is_checked_like_anybodys(tmp_path):
    """One byte of difference, and the whole check runs."""
    package = Path(__file__).parents[2] / "src/sop_core"
    original = package / "instruments/definitions/parent_guardian_survey-1.0.0.json"
    altered = tmp_path / "altered.json"
    altered.write_text(
        original.read_text("utf-8").replace('"min_answered": "1/2"', '"min_answered": "3/2"', 1),
        "utf-8",
    )
    sop = Sop.load(plugins=False, definitions=[altered])
    codes = {issue.code for one in sop.health().definitions for issue in one.issues}
    assert "min_answered_out_of_range" in codes


def test_a_link_between_records_keeps_an_anonymous_one_anonymous(sop, parent):
    """S0-12: neither of two linked records may name the person whom the other leaves unnamed."""
    named = {**_mine(id="county07.survey", version="1"), "anonymous": False}
    unnamed = {**_mine(id="county07.survey", version="2"), "anonymous": True}
    held = Sop.load(plugins=False, definitions=[named, unnamed])
    ours = {**parent, "instrument": {"id": "county07.survey", "version": "1"}, "id": "a"}
    first = held.accept({**ours, "respondent": "tok", "submitted_at": AT}).record
    second = held.accept({**ours, "instrument": {"id": "county07.survey", "version": "2"}}).record
    for earlier, version, more in (
        (first, "2", {}),
        (second, "1", {"respondent": "tok", "submitted_at": AT}),
    ):
        later = {
            **ours,
            **more,
            "id": "b",
            "instrument": {"id": "county07.survey", "version": version},
            "status": "amended",
            "supersedes": {"id": "a", "digest": digest(earlier)},
        }
        assert [issue.code for issue in held.check(later, given=[earlier])] == [
            "supersedes_anonymity"
        ]


def test_only_a_record_can_be_built_on(sop, document):
    """A digest alone makes no record of what is none."""
    fake = {"id": "r1", "instrument": {"id": "social_worker_assessment"}}
    fake["$schema"] = "urn:sop:schema:administration:1"
    later = {
        **document,
        "id": "r2",
        "status": "amended",
        "supersedes": {"id": "r1", "digest": digest(fake)},
    }
    assert [issue.code for issue in sop.check(later, given=[fake])] == ["given_missing"]


def test_two_ways_of_writing_a_version_are_one_version():
    """1, 1.0 and 1.0.0 are compared alike, so no two of them stand side by side."""
    files = [_mine(id="county07.survey", version=version) for version in ("1", "1.0")]
    held = Sop.load(plugins=False, definitions=files)
    assert [one.issues[0].code for one in held.health().definitions if not one.ok] == [
        "defined_twice"
    ] * 2


def test_one_file_found_twice_is_one_definition(tmp_path):
    """A folder and a file in it, or a plugin that gives a bundled file, name the same definition."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps(_mine(id="county07.survey")))
    bundled = Path(__file__).parents[2] / "src/sop_core/instruments/definitions"
    held = Sop.load(plugins=False, definitions=[tmp_path, path, bundled])
    assert held.health().ok
    assert held.form("county07.survey")


def test_advice_on_an_anonymous_record_is_asked_without_the_screen_it_stands_on(
    sop, parent, document
):
    """C-10: beside the tokens of a screen, the answers would say who gave them."""
    seen = []

    class Asked:
        sop_api = 1

        @hookimpl
        def sop_advise(self, record, situation):
            seen.append((record.id, situation))

    plugins = Plugins.load(False, builtin={"asked": Asked()}, record_plugins=["asked"])
    held = Sop(sop.catalog, plugins, lambda: dt.datetime.now(dt.UTC), dt.UTC)
    here = Situation(
        screen="case.view",
        role="social_worker",
        case="c1",
        viewer="v1",
        facts={"a": 1},
        learning=["m"],
    )
    held.accept(parent, situation=here)
    held.accept(document, situation=here)
    (_, bare), (_, whole) = seen
    assert bare == Situation(screen="case.view", role="social_worker", on=held.today())
    assert whole == attrs.evolve(here, on=held.today())


@pytest.mark.parametrize(
    "arguments",
    [{"plugins": None}, {"plugins": 5}, {"require": None}, {"record_plugins": 5}, {"plugin_budget": "x"},
     {"plugin_faults": 1.5}, {"clock": 5}, {"timezone": 5}, {"definitions": {}}],
)  # fmt: skip
def test_a_wrong_call_of_load_says_what_to_pass(arguments):
    """Never a TypeError out of the middle of the library."""
    with pytest.raises(CallRefused):
        Sop.load(**arguments)


def test_a_situation_may_leave_things_out_with_none(sop):
    """None is nothing; a screen, role or language that is no text is a wrong call."""
    bare = Situation(
        screen="case.view", role="social_worker", facts=None, feedback=None, learning=None
    )
    assert bare == Situation(screen="case.view", role="social_worker")
    for name in ("screen", "role", "locale"):
        with pytest.raises(CallRefused, match=name):
            sop.panel(Situation(**{"screen": "s", "role": "r", name: None}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"feedback": 5},
        {"learning": "module"},
        {"facts": [1]},
        {"on": "2026-11-21"},
        {"case": 5},
        {"viewer": []},
    ],
)
def test_a_situation_of_wrong_types_is_a_wrong_call(sop, document, wrong):
    """Whatever is asked with it, the call says what the field takes."""
    for ask in (sop.panel, lambda here: sop.accept(document, situation=here)):
        with pytest.raises(CallRefused):
            ask(Situation(**{"screen": "case.view", "role": "social_worker", **wrong}))


def test_what_is_no_situation_is_a_wrong_call(sop, document, parent):
    """For an anonymous record as for another."""
    for one in (document, parent):
        with pytest.raises(CallRefused, match=r"sop\.accept takes a Situation"):
            sop.accept(one, situation="case.view")


@pytest.mark.parametrize("moment", [5, dt.datetime(2026, 11, 21)])  # noqa: DTZ001  that is the fault
def test_a_clock_gives_an_aware_time(moment):
    """Without an offset nobody knows which day it is in the county."""
    with pytest.raises(CallRefused, match="aware"):
        Sop.load(plugins=False, clock=lambda: moment).today()


@pytest.mark.parametrize(
    "left_open", [{}, {"must": "blank"}, {"must": {"missing": "not_answered"}}]
)
def test_a_required_item_is_not_met_by_saying_that_it_is_open(left_open):
    """DESIGN 3: required is a value or any reason but not_answered, by whichever way that comes in."""
    made = small.definition(small.choice("must", required=True))
    own = Sop.load(plugins=False, definitions=[made])
    document = {
        "$schema": "urn:sop:schema:administration:1", "id": "r-1", "status": "complete", "locale": "en",
        "instrument": {"id": "small", "version": "1.0.0"}, "respondent": "w-1", "subject": None, "scope": [],
        "cycle": "2026-Q4", "submitted_at": "2026-11-21T09:00:00-08:00", "answers": left_open,
    }  # fmt: skip
    assert [issue.code for issue in own.check(document)] == ["required"]
    assert own.accept({**document, "status": "draft"}).record.status == "draft"
