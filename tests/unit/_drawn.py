"""A form drawn and read back, for the tests of rendering."""

from __future__ import annotations

import pytest

from sop_core import render
from sop_core.instruments import Form, read_answers
from tests.unit._page import Element, faults, read

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")


def page(form: Form, **more: object) -> Element:
    """The form, read back; it is good HTML and has none of the known faults."""
    markup = render.form(form, **more)
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    read_back = read(markup)
    assert faults(read_back) == []
    return read_back.one("form")


def item(page: Element, name: str) -> Element:
    """What is drawn for one item."""
    fields = [e for tag in ("input", "textarea") for e in page.all(tag, name=name)]
    return next(e for e in fields[0].ancestors if "sop-item" in (e.get("class") or "").split())


def refused(form: Form, values: dict[str, object]) -> dict[str, object]:
    """The values and the issues of a refused record, as a host hands them over."""
    document = form.read(values)
    read = read_answers(form.definition, document["answers"], status="complete")
    return {"values": values, "issues": [*read.issues, *document.notes]}
