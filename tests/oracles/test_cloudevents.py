"""Every event is a CloudEvents 1.0 event, by its own schema, and holds nothing that it may not."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sop_core import to_json
from sop_core.testing import administrations, instruments
from tests.oracles.oracle_files import oracle
from tests.property.door import BASE, sop_with


@pytest.fixture(scope="module")
def cloudevents():
    from jsonschema.validators import validator_for

    schema = oracle("schemas/cloudevents.schema.json")
    return validator_for(schema)(schema)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_every_event_is_a_cloudevent(cloudevents, data):
    """DESIGN 4: by the CloudEvents schema and by ours; one event for a complete record, none for a draft."""
    definition = data.draw(instruments(items=(1, 3), scales=(0, 1), anonymous=False))
    record = data.draw(administrations(definition))
    sop = sop_with(definition)
    events = sop.accept(record).events
    assert len(events) == (record["status"] == "complete")
    for event in events:
        assert list(cloudevents.iter_errors(json.loads(to_json(event)))) == []
        assert sop.check(event) == ()
        assert sop.check(to_json(event)) == ()


@given(st.data())
def test_an_event_tells_nothing_of_what_is_in_the_record(data):
    """DESIGN 4: no answer, score, token, text or scope: the event is the same whatever they are."""
    definition = data.draw(instruments(items=(1, 3), scales=(0, 1), anonymous=False))
    first = data.draw(administrations(definition, statuses=["complete"]))
    second = data.draw(administrations(definition, statuses=["complete"]))
    sop = sop_with(definition)
    same = {key: first[key] for key in ("id", "submitted_at")}
    assert sop.accept(first).events == sop.accept({**second, **same}).events


@given(st.data())
def test_an_anonymous_record_has_no_event(data):
    """S0-12: the moment at which a parent answered is told to nobody."""
    definition = data.draw(instruments(items=(1, 3), scales=(0, 1), anonymous=True))
    record = data.draw(administrations(definition, statuses=["complete"]))
    assert sop_with(definition).accept(record).events == ()


def test_the_events_of_the_bundled_assessment(cloudevents):
    """The whole event of a worker's assessment, as a receiver sees it."""
    form = BASE.form("social_worker_assessment")
    codes = {item.id: item.options[0].code for item in form.items if item.options}
    document = form.read(codes, id="r-1", cycle="c", submitted_at="2026-11-21T23:30:00-08:00")
    (event,) = BASE.accept(document).events
    assert list(cloudevents.iter_errors(event)) == []
    assert event["id"] == "administration.r-1.complete"
    assert event["data"]["day"] == "2026-11-21"
    assert set(event["data"]) == {"kind", "record", "schema", "status", "day", "instrument"}
    assert set(event) == {
        "specversion", "id", "source", "type", "datacontenttype", "dataschema", "data",
    }  # fmt: skip
