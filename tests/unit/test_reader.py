"""The strict reader: what is read, and how exactly."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core import DocumentRefused, digest, to_document, to_json
from sop_core.documents import LEVELS, LIMIT, read
from sop_core.documents.writing import canonical


def nested(levels):
    value = {}
    for _ in range(levels - 1):
        value = {"a": value}
    return value


@pytest.mark.parametrize("kind", ["dict", "str", "bytes"])
def test_thirty_two_levels_are_read_and_no_more(kind):
    """DESIGN 6: the same bound for a dict as for JSON."""
    form = {"dict": lambda v: v, "str": json.dumps, "bytes": lambda v: json.dumps(v).encode()}[kind]
    assert read(form(nested(LEVELS))) == nested(LEVELS)
    with pytest.raises(DocumentRefused, match="32 levels"):
        read(form(nested(LEVELS + 1)))


@pytest.mark.parametrize(
    "kind",
    [
        str,
        str.encode,
        lambda text: bytearray(text, "utf-8"),
        lambda text: memoryview(text.encode()),
    ],
)
def test_a_mebibyte_is_read_and_no_more(kind):
    """The bound counts bytes."""
    text = '{"a": "' + "x" * (LIMIT - 9) + '"}'
    assert len(text) == LIMIT
    assert len(read(kind(text))["a"]) == LIMIT - 9
    with pytest.raises(DocumentRefused, match="1,048,576"):
        read(kind(text + " "))
    with pytest.raises(DocumentRefused, match="10 bytes"):
        read(kind('{"a": "123"}'), limit=10)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("4", 4), ("4.0", 4), ("4e0", 4), ("40E-1", 4), ("-0", 0), ("-0.0", 0), ("1e3", 1000), ("0.10", Decimal("0.1")),
        ("1.5e-3", Decimal("0.0015")), ("9" * 64, int("9" * 64)), ("1e30", 10**30), ("0e99", 0),
        ("0.1234567890123456789012345678901234567890", Decimal("0.123456789012345678901234567890123456789")),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(written, value):
    """DESIGN 3: exactly, a whole number as an int; 4.0 is 4, and 0.1 one tenth."""
    found = read(f'{{"a": {written}}}')["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "written",
    ["1e999", "-1e999", "1e-999", "9" * 65, "1e64", "1e-63", "0." + "1" * 63, "-" + "9" * 64],
)
def test_a_number_is_bounded(written):
    """What would take more than 64 characters is refused, so that what was stored can be read again."""
    for document in (f'{{"a": {written}}}', {"a": Decimal(written)}):
        with pytest.raises(DocumentRefused) as caught:
            read(document)
        assert [issue.code for issue in caught.value.issues] == ["number_out_of_range"]


numbers = st.integers(-(10**70), 10**70) | st.decimals(
    allow_nan=False, allow_infinity=False, places=20
)
values = st.recursive(
    st.none()
    | st.booleans()
    | numbers
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
)


@given(st.dictionaries(st.text(max_size=3), values, max_size=4))
def test_what_was_read_is_read_again(document):
    """DESIGN 2: whatever is accepted has one written form, which reads back as the same."""
    try:
        once = read(document)
    except DocumentRefused:
        return  # a number or a character that nothing can store
    text = canonical(once)
    assert read(text) == read(text.encode()) == once
    assert canonical(read(text)) == text
    assert digest(once) == digest(read(text))


def test_the_written_form_is_the_one_of_the_standard():
    """RFC 8785: sorted by UTF-16, compact, UTF-8 unescaped, numbers shortest; 4, not 4.0."""
    assert canonical(
        {"b": [1, Decimal("4.0"), True, None], "a": "é\n\u2028\x7f", "\U0001f642": 1, "\uffff": 2}
    ) == ('{"a":"é\\n\u2028\x7f","b":[1,4,true,null],"\U0001f642":1,"\uffff":2}')


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_written_as_its_digits_are(number):
    """RFC 8785: one form, whichever way the number came: as a float, or as the decimal that it stands for."""
    assert canonical(number) == canonical(Decimal(repr(number)))


@given(st.dictionaries(st.text(max_size=4), st.integers(), max_size=6))
def test_keys_are_sorted_by_what_utf_16_makes_of_them(document):
    """RFC 8785: a character beyond U+FFFF comes before U+E000, whatever stands beside it."""
    written = canonical(document)
    assert json.loads(written) == document
    assert [*json.loads(written)] == sorted(
        document, key=lambda key: key.encode("utf-16-be", "surrogatepass")
    )


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-99, max_value=99))
def test_a_number_of_a_record_is_written_with_its_own_digits(number):
    """DESIGN 3: 3.4 for 3.40 and 4 for 4.0, as a float only where the float has the very same digits."""
    found = to_document({"a": number})["a"]
    assert Decimal(repr(found)) == number
    assert isinstance(found, int) is (number == int(number))


def test_a_smile_is_read_as_one_character():
    """A surrogate pair in escapes is a character; half of one is not."""
    assert read('{"a": "\\ud83d\\ude42"}') == {"a": "\U0001f642"}


def test_a_dict_is_copied():
    """What the host does to its own afterwards changes nothing."""
    mine = {"a": {"b": [1]}}
    once = read(mine)
    mine["a"]["b"].append(2)
    assert once == {"a": {"b": [1]}}


def test_the_library_writes_what_it_reads():
    """to_document and to_json take documents too, and refuse what is none."""
    assert to_json({"b": 1, "a": 2}) == '{"a":2,"b":1}'
    with pytest.raises(TypeError, match="no document"):
        to_document(5)
