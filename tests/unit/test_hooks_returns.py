"""What each hook may return, what it may not, and that an answer is complete before it counts."""

from __future__ import annotations

import datetime as dt
import gc
import itertools
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import attrs
import pytest

from sop_core.hooks import Advice, Denial, ExportFormat, ReleasePolicy, hookimpl
from sop_core.prompts import DismissReason, ShownPrompt
from sop_core.types import FrozenMap, PromptKind, Translation
from tests.faults import SECRET
from tests.unit._hooks import call, denies, health_of, load, payload, plugin


class Text(str):
    """A text with a mind of its own."""

    __slots__ = ()


class SaysEqual:
    """A value that says it equals whatever it is compared with, and that nothing differs from it."""

    __hash__ = None

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


def shown(**changes):
    prompt = ShownPrompt(
        id="strengths",
        kind=PromptKind.ASK,
        text="What is working well?",
        locale="en",
        source="county 07",
        dismiss=(DismissReason("later", "Not now"),),
        opens="county07.survey",
        priority=2,
        translation=Translation.DRAFT,
    )
    return attrs.evolve(prompt, **changes)


def advice(**changes):
    return attrs.evolve(Advice("look", "Look again.", "county 07", "q01", "es"), **changes)


def writer(documents):
    return b""


def export(**changes):
    return attrs.evolve(ExportFormat("csv", "A table", writer, ("score",)), **changes)


def policy(**changes):
    return attrs.evolve(ReleasePolicy(id="county07", audience="public", min_cell=20), **changes)


class Lazy(Mapping):
    """A mapping that fails only when it is read."""

    def __getitem__(self, key):
        raise ValueError(SECRET)

    def __iter__(self):
        return iter(["a"])

    def __len__(self):
        return 1


class Endless(Lazy):
    def __getitem__(self, key):
        return 1

    def __iter__(self):
        return (f"k{n}" for n in itertools.count())


class EndlessList(list):
    def __iter__(self):
        return itertools.repeat(1)


class BadPath:
    def __fspath__(self):
        raise ValueError(SECRET)


class BytesPath:
    def __fspath__(self):
        return b"/county"


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


def asked(hook, answer):
    """The result of a hook that gives this answer, and the faults that were named."""
    names = ", ".join(payload(hook))
    function = hookimpl(eval(f"lambda {names}: answer()", {"answer": answer}))
    plugins = load(also={"p": plugin(**{hook: function})})
    result = call(plugins, hook)
    return result, [(fault.kind, fault.what) for fault in health_of(plugins, "p").faults]


GOOD = {
    "sop_definitions": [
        (lambda: [{"id": "x", "n": 1}], ({"id": "x", "n": 1},)),
        (lambda: ["/a.json", Path("/b.json"), PurePosixPath("c")], ("/a.json", "/b.json", "c")),
        (
            lambda: iter([{"a": (1, 2.5, None, True, Decimal("1.5"), "")}]),
            ({"a": [1, 2.5, None, True, Decimal("1.5"), ""]},),
        ),
        (lambda: (MappingProxyType({"a": FrozenMap({"b": Text("c")})}),), ({"a": {"b": "c"}},)),
        (lambda: [{}] * 1000, ({},) * 1000),
        (lambda: [{"a": nested(30)}], ({"a": nested(30)},)),
        (lambda: [{"a": "x" * 10_000}], ({"a": "x" * 10_000},)),
    ],
    "sop_prompts": [
        (lambda: [shown()], (shown(),)),
        (lambda: (shown(id=i) for i in ("a", "b")), (shown(id="a"), shown(id="b"))),
        (lambda: [shown(text="¿Qué? " * 600)], (shown(text="¿Qué? " * 600),)),
        (lambda: [shown(id="county07.p-1", locale="es-MX", source="S" * 4000, dismiss=())], None),
        (lambda: [shown(set="county07", version="1.0.0", opens=None, priority=-1000)], None),
        (lambda: [shown(text="two\nlines \u2067bidi\u2069")], None),
        (lambda: [shown(tool="danger", why="y" * 1500, dedupe="d", learns=True)], None),
    ],
    "sop_facts": [
        (lambda: {"a": 1, "b.c-d": "x"}, {"a": 1, "b.c-d": "x"}),
        (
            lambda: {"a": [1, {"b": 2}], "d": dt.date(2026, 1, 2)},
            {"a": (1, {"b": 2}), "d": dt.date(2026, 1, 2)},
        ),
        (lambda: FrozenMap({"t": dt.datetime(2026, 1, 2, tzinfo=dt.UTC)}), None),
    ],
    "sop_advise": [
        (lambda: [advice()], (advice(),)),
        (lambda: (advice(item=None) for _ in range(2)), (advice(item=None),) * 2),
    ],
    "sop_export_formats": [
        (
            lambda: [export(), export(name="xlsx", kinds=["score", "tally"])],
            (export(), export(name="xlsx", kinds=("score", "tally"))),
        ),
        (lambda: [export(kinds=())], None),
    ],
}

BAD = {
    "sop_definitions": [
        ({"id": "x"}, "dict"),
        (b"/a.json", "bytes"),
        ({"/a.json"}, "set"),
        (frozenset(["/a.json"]), "frozenset"),
        ([1], "int"),
        ([b"/a.json"], "bytes"),
        ([BytesPath()], "path: bytes"),
        ([""], "path: str"),
        (["/a\0.json"], "path: characters that cannot be written"),
        (["/\ud800.json"], "path: characters that cannot be written"),
        (["x" * 4001], "path: str"),
        ([{"a": float("nan")}], "float"),
        ([{"a": float("inf")}], "float"),
        ([{"a": object()}], "object"),
        ([{"a": {1, 2}}], "set"),
        ([{"a": dt.date(2026, 1, 1)}], "date"),
        ([{1: "a"}], "key: int"),
        ([{Text("a"): 1}], "key: Text"),
        ([{"a": nested(33)}], "more than can be read"),
        ([Endless()], "more than can be read"),
        ([{"a": EndlessList()}], "more than can be read"),
        ([{}] * 1001, "more than 1000 entries"),
    ],
    "sop_prompts": [
        (shown(), "ShownPrompt"),
        ([None], "NoneType"),
        ({"a": shown()}, "dict"),
        ([shown(), shown()], "two prompts with one id"),
        ([shown(id="")], "id: str"),
        ([shown(id="two words")], "id: str"),
        ([shown(id="a\n")], "id: str"),
        ([shown(id="a/b")], "id: str"),
        ([shown(id="x" * 65)], "id: str"),
        ([shown(id="\u0101")], "id: str"),
        ([shown(id=Text("a"))], "id: Text"),
        ([shown(id=1)], "id: int"),
        ([shown(kind="ask")], "kind: str"),
        ([shown(text="")], "text: str"),
        ([shown(text=None)], "text: NoneType"),
        ([shown(text="x" * 4001)], "text: str"),
        ([shown(text="a\0")], "text: characters that cannot be written"),
        ([shown(text="\udfff")], "text: characters that cannot be written"),
        ([shown(text=Text("a"))], "text: Text"),
        ([shown(locale="")], "locale: str"),
        ([shown(locale="x" * 65)], "locale: str"),
        ([shown(locale=None)], "locale: NoneType"),
        ([shown(source="")], "source: str"),
        ([shown(source=Text("a"))], "source: Text"),
        ([shown(dismiss=[])], "dismiss: list"),
        ([shown(dismiss=("later",))], "dismiss: str"),
        ([shown(dismiss=(DismissReason("two words", "x"),))], "dismiss.code: str"),
        ([shown(dismiss=(DismissReason("a", ""),))], "dismiss.label: str"),
        (
            [shown(dismiss=(DismissReason("a", "\u202ex"),))],
            "dismiss.label: bidirectional controls",
        ),
        ([shown(dismiss=(DismissReason("a", "b"),) * 1001)], "dismiss: tuple"),
        ([shown(set=1)], "set, version or opens: int"),
        ([shown(version="two words")], "set, version or opens: str"),
        ([shown(opens="")], "set, version or opens: str"),
        ([shown(priority=True)], "priority: bool"),
        ([shown(priority=1.5)], "priority: float"),
        ([shown(priority=1001)], "priority: int"),
        ([shown(translation="draft")], "translation: str"),
        ([shown(tool="two words")], "tool: str"),
        ([shown(why=None)], "why: NoneType"),
        ([shown(why="y" * 1501)], "why: more than 1500 characters"),
        ([shown(dedupe="")], "dedupe: str"),
        ([shown(learns=1)], "learns: int"),
        ([shown(learns=0)], "learns: int"),
        *[
            ([shown(**{field: SaysEqual()})], f"{field}: SaysEqual")
            for field in ("dismiss", "priority", "tool", "why", "dedupe", "learns")
        ],
        (SaysEqual(), "SaysEqual"),
        (itertools.repeat(shown()), "more than 1000 entries"),
    ],
    "sop_facts": [
        ([("a", 1)], "list"),
        ({"two words": 1}, "fact id: str"),
        ({1: 1}, "key: int"),
        ({"a": object()}, "object"),
        ({"a": float("nan")}, "float"),
        ({f"k{n}": n for n in range(1001)}, "more than can be read"),
        (Endless(), "more than can be read"),
    ],
    "sop_advise": [
        (advice(), "Advice"),
        ([advice(), "text"], "str"),
        ([advice(code="two words")], "code: str"),
        ([advice(text="")], "text: str"),
        ([advice(source=None)], "source: NoneType"),
        ([advice(item=1)], "item: int"),
        ([advice(locale="")], "locale: str"),
    ],
    "sop_export_formats": [
        ([writer], "function"),
        ([export(), export()], "two formats with one name"),
        ([export(name="")], "name: str"),
        ([export(title="\u200ex")], "title: bidirectional controls"),
        ([export(write=b"")], "write: bytes"),
        ([export(kinds="score")], "str"),
        ([export(kinds=("two words",))], "kinds: str"),
    ],
    "sop_authorize": [
        (1, "int"),
        (0, "int"),
        ("", "str"),
        ("yes", "str"),
        ([], "list"),
        (Decimal(1), "Decimal"),
        (Denial, "type"),
        (Denial(""), "reason: str"),
        (Denial(None), "reason: NoneType"),
        ((None for _ in ()), "generator"),
    ],
    "sop_release_policy": [
        (True, "bool"),
        ({"min_cell": 20}, "dict"),
        (policy(min_cell=True), "min_cell: bool"),
        (policy(min_cell=20.0), "min_cell: float"),
        (policy(min_subjects=None), "min_subjects: NoneType"),
        (policy(id=None), "id: NoneType"),
        (policy(audience=Text("public")), "audience: Text"),
        (policy(audience="internal"), "audience"),
    ],
    "sop_accepted": [
        (True, "bool"),
        (False, "bool"),
        ((), "tuple"),
        ((None for _ in ()), "generator"),
    ],
}


def _cases(table):
    return [
        pytest.param(hook, *case, id=f"{hook}-{number}")
        for hook, cases in table.items()
        for number, case in enumerate(cases)
    ]


@pytest.mark.parametrize(("hook", "answer", "expected"), _cases(GOOD))
def test_what_a_hook_gives_arrives(hook, answer, expected):
    """The answer as it was given, read out, in plain values."""
    result, faults = asked(hook, answer)
    assert faults == []
    (only,) = result
    if expected is not None:
        assert only.value == expected
    elif hook == "sop_facts":
        assert dict(only.value) == dict(answer())
    else:
        assert only.value == tuple(answer())
    assert type(only.value) is (FrozenMap if hook == "sop_facts" else tuple)


@pytest.mark.parametrize(("hook", "answer", "what"), _cases(BAD))
def test_what_a_hook_does_not_give_is_a_fault(hook, answer, what):
    """The whole answer is dropped, and health names the type or field; a decide hook denies."""
    result, faults = asked(hook, lambda: answer)
    assert faults == [("returned", what)]
    if hook in ("sop_authorize", "sop_release_policy"):
        assert denies(result)
        assert what in result.denials[0].reason
    else:
        assert not result


def test_answers_of_lazy_mappings_are_read_inside_the_isolation():
    """A mapping that fails when it is read fails there, and not in the host."""
    for hook, answer in (
        ("sop_facts", Lazy()),
        ("sop_definitions", [Lazy()]),
        ("sop_definitions", [BadPath()]),
        ("sop_prompts", map(int, [SECRET])),
    ):
        result, faults = asked(hook, lambda answer=answer: answer)
        assert (result, faults) == ((), [("raised", "ValueError")])


@pytest.mark.parametrize(
    "hook", ["sop_prompts", "sop_definitions", "sop_advise", "sop_export_formats"]
)
def test_an_endless_answer_is_cut_off_and_its_generator_ended(hook):
    """At most 1000 entries; the generator's own ending runs inside the isolation."""
    ended = []

    def endless():
        try:
            while True:
                yield None
        finally:
            ended.append(True)

    result, faults = asked(hook, endless)
    assert (result, faults) == ((), [("returned", "more than 1000 entries")])
    assert ended == [True]


def test_a_generator_that_will_not_end_is_a_fault_of_its_own(recwarn):
    """It is ended where what it raises is caught, not by the garbage collector later."""

    def stubborn():
        while True:
            try:
                yield None
            except GeneratorExit:
                yield None
                raise

    result, faults = asked("sop_prompts", stubborn)
    gc.collect()
    assert (result, faults) == ((), [("raised", "RuntimeError")])
    assert not recwarn.list


def test_a_generator_that_fails_halfway_gives_nothing():
    """Half an answer is none."""

    def halfway():
        yield shown()
        raise ValueError(SECRET)

    assert asked("sop_prompts", halfway) == ((), [("raised", "ValueError")])


def test_a_hollow_value_of_the_right_type_is_a_fault():
    """A prompt that was made without its fields fails inside the isolation."""
    result, faults = asked("sop_prompts", lambda: [object.__new__(ShownPrompt)])
    assert (result, faults) == ((), [("raised", "AttributeError")])


def test_what_a_plugin_changes_after_it_answered_changes_nothing():
    """All that arrives are copies by then, down to the reasons of a prompt; lists are read out."""
    document = {"id": "x", "list": [1]}
    facts = {"a": [1]}
    hint = advice()
    form = export()
    wish = policy()
    prompt = shown()
    prompts = [prompt]
    given = {
        "sop_definitions": [document],
        "sop_facts": facts,
        "sop_advise": [hint],
        "sop_export_formats": [form],
        "sop_prompts": prompts,
        "sop_release_policy": wish,
    }
    results = {hook: asked(hook, lambda answer=answer: answer)[0] for hook, answer in given.items()}
    before = repr(results)
    document["list"].append(2)
    facts["a"].append(2)
    prompts.clear()
    for value, name in (
        (hint, "text"),
        (form, "title"),
        (wish, "min_cell"),
        (prompt.dismiss[0], "label"),
        (prompt, "text"),
        (prompt, "dismiss"),
    ):
        object.__setattr__(value, name, SECRET)
    assert repr(results) == before


def test_true_grants_nothing_and_raises_no_objection():
    """True and None say the same; False denies, with words of our own."""
    assert asked("sop_authorize", lambda: True)[0].allowed
    assert asked("sop_authorize", lambda: None)[0].allowed
    denied = asked("sop_authorize", lambda: False)[0]
    assert not denied.allowed
    assert denied.denials[0].reason == "It was denied without a reason."
    assert asked("sop_authorize", lambda: Denial("Ask first."))[0].denials[0].reason == "Ask first."
