"""What an author of an instrument reads: each complaint in full, written out by hand.

The words are the product here. Whoever changes one changes it in this table too, and a reviewer
reads it as the author would: what is wrong, why it matters, how to mend it.
"""

from __future__ import annotations

import pytest

from sop_core.instruments import check_definition, check_scales
from tests.unit._small import X, choice, definition, item, options, scale

REASONS_ONLY = {"options": [{"code": "na", "missing": "not_applicable", "label": X}]}
RECORDS = "Records refer to it by this name, so it can mean only one thing."
RENAME = "Give one of the two another name."
OTHER_OPTION = "An option either carries a value or says why there is none; there is no third thing that it could mean."
EITHER = 'Give it "value" (an integer or "p/q"), or "missing" (a reason), not both.'
Q12 = (choice("q1"), choice("q2"))
COUNTED = "With none answered there is no value, and more than all can never be answered."
TOO_FINE = "Its exact value would be a number that grows with every item."
FEWER = "Use fractions of few different denominators, such as tenths or twelfths."


def told(document):
    """What the rules say, as (code, path, message, fix); every one is an error of no single answer."""
    issues = [*check_definition(document), *check_scales(document)]
    assert {(issue.severity, issue.item) for issue in issues} <= {("error", None)}
    return [(issue.code, issue.path, issue.message, issue.fix) for issue in issues]


def of(*items, **fields):
    return definition(*items, **fields)


OPTIONS = {
    "an option with a value and a reason, and one with neither": (
        of(choice("q1", "odd"), sets={"odd": {"options": [
            {"code": "a", "value": 1, "missing": "declined", "label": X}, {"code": "b", "label": X}]}}),
        [
            ("value_or_missing", "$.response_sets.odd.options[0]",
             f"Option 'a' has both a value and a missing reason. {OTHER_OPTION}", EITHER),
            ("value_or_missing", "$.response_sets.odd.options[1]",
             f"Option 'b' has neither. {OTHER_OPTION}", EITHER),
        ],
    ),
    "a code that stands twice": (
        of(choice("q1", "odd"), sets={"odd": {"options": [
            {"code": "a", "value": 1, "label": X}, {"code": "b", "value": 2, "label": X},
            {"code": "a", "value": 3, "label": X}]}}),
        [("not_unique", "$.response_sets.odd.options[2].code",
          f"code 'a' already stands at $.response_sets.odd.options[0].code. {RECORDS}", RENAME)],
    ),
    "faults in two response sets": (
        of(choice("q1", "odd"), sets={
            "odd": {"options": [{"code": "a", "label": X}]}, "even": {"options": [{"code": "b", "label": X}]}}),
        [
            ("value_or_missing", "$.response_sets.odd.options[0]", f"Option 'a' has neither. {OTHER_OPTION}", EITHER),
            ("value_or_missing", "$.response_sets.even.options[0]", f"Option 'b' has neither. {OTHER_OPTION}", EITHER),
            ("nothing_to_choose", "$.sections[0].items[0].response_set",
             "Item 'q1' uses 'odd', in which no option carries a value.", "Add options with a value to the response set."),
        ],
    ),
    "a code that is no text, beside faults in the options around it": (
        of(choice("q1", "odd"), sets={"odd": {"options": [
            "no option", {"code": 1, "label": X}, {"code": "b", "value": 2, "label": X}]}}),
        [("value_or_missing", "$.response_sets.odd.options[1]",
          f"Option 1 has neither. {OTHER_OPTION}", EITHER)],
    ),
}  # fmt: skip

RESPONSE_SETS = {
    "a choice without a response set": (
        of(item("q1", "choice"), item("q2", "choices"), sets={"more": options(1)}),
        [
            ("response_set_missing", "$.sections[0].items[0].response_set",
             "Item 'q1' is of type choice and names no response set, so there is nothing to choose.",
             "Add response_set, one of: set, more."),
            ("response_set_missing", "$.sections[0].items[1].response_set",
             "Item 'q2' is of type choices and names no response set, so there is nothing to choose.",
             "Add response_set, one of: set, more."),
        ],
    ),
    "a choice where no response set is defined": (
        of(item("q1", "choice"), response_sets={}),
        [("response_set_missing", "$.sections[0].items[0].response_set",
          "Item 'q1' is of type choice and names no response set, so there is nothing to choose.",
          "Add response_set, one of: none is defined yet.")],
    ),
    "a response set that nobody defined": (
        of(choice("q1", "agreement"), item("n", "date", response_set="reasons")),
        [
            ("unknown_response_set", "$.sections[0].items[0].response_set",
             "Item 'q1' names response set 'agreement', which is not defined.",
             "Define it under response_sets, or use one of: set."),
            ("unknown_response_set", "$.sections[0].items[1].response_set",
             "Item 'n' names response set 'reasons', which is not defined.",
             "Define it under response_sets, or use one of: set."),
        ],
    ),
    "a response set where none is defined": (
        of(choice("q1", "agreement"), response_sets={}),
        [("unknown_response_set", "$.sections[0].items[0].response_set",
          "Item 'q1' names response set 'agreement', which is not defined.",
          "Define it under response_sets, or use one of: none is defined yet.")],
    ),
    "a choice of reasons alone": (
        of(choice("q1", "reasons"), sets={"reasons": REASONS_ONLY}),
        [("nothing_to_choose", "$.sections[0].items[0].response_set",
          "Item 'q1' uses 'reasons', in which no option carries a value.",
          "Add options with a value to the response set.")],
    ),
    "values beside a text": (
        of(item("t", "text", response_set="set")),
        [("response_set_not_for_type", "$.sections[0].items[0].response_set",
          ("Item 't' is of type text and uses 'set', which has options with values. Beside a number, a text, a "
          "date or a yes and no, only reasons can be chosen."),
          "Name a response set whose options all have a missing reason, or make the item a choice.")],
    ),
    "reasons beside a text": (
        of(item("t", "text", response_set="reasons"), sets={"reasons": REASONS_ONLY}), [],
    ),
}  # fmt: skip

NUMBERS = {
    "bounds of a text": (
        of(item("t", "text", minimum=1, maximum=2)),
        [
            ("bounds_not_for_type", "$.sections[0].items[0].minimum",
             "Item 't' is of type text and states a minimum, which nothing would look at.", "Take minimum out."),
            ("bounds_not_for_type", "$.sections[0].items[0].maximum",
             "Item 't' is of type text and states a maximum, which nothing would look at.", "Take maximum out."),
        ],
    ),
    "a length of a choice": (
        of(choice("q1", max_length=5), item("t", "text", max_length=5)),
        [("bounds_not_for_type", "$.sections[0].items[0].max_length",
          "Item 'q1' is of type choice and states a max_length, which nothing would look at.",
          "Take max_length out.")],
    ),
    "a number without a bound": (
        of(item("n", "integer", minimum=0), item("d", "decimal")),
        [
            ("bounds_missing", "$.sections[0].items[0]",
             ("Item 'n' is of type integer and needs a declared minimum and maximum: they bound what is accepted, "
             "and a reverse-keyed item mirrors at them."), 'Add both, as integers or "p/q" strings.'),
            ("bounds_missing", "$.sections[0].items[1]",
             ("Item 'd' is of type decimal and needs a declared minimum and maximum: they bound what is accepted, "
             "and a reverse-keyed item mirrors at them."), 'Add both, as integers or "p/q" strings.'),
        ],
    ),
    "bounds the wrong way round": (
        of(item("n", "integer", minimum=5, maximum=1), item("d", "decimal", minimum=2, maximum=2)),
        [("bounds_reversed", "$.sections[0].items[0].minimum",
          "Item 'n' goes from 5 to 1: nothing lies between.", "Exchange minimum and maximum.")],
    ),
    "fractions as the bounds of a whole number": (
        of(item("n", "integer", minimum="1/2", maximum="9/2"), item("d", "decimal", minimum="1/2", maximum=3)),
        [
            ("bounds_not_whole", "$.sections[0].items[0].minimum",
             "Item 'n' is an integer, but its minimum is '1/2'.", "Write a whole number, or make the item a decimal."),
            ("bounds_not_whole", "$.sections[0].items[0].maximum",
             "Item 'n' is an integer, but its maximum is '9/2'.", "Write a whole number, or make the item a decimal."),
        ],
    ),
    "a fraction that is whole": (of(item("n", "integer", minimum="2/2", maximum="9/3")), []),
    "bounds that cannot be read say nothing more": (
        of(item("n", "integer", minimum="low", maximum=1), item("d", "decimal", minimum=1, maximum="high")), [],
    ),
    "a type that there is not": (of(item("n", "number", minimum=1, max_length=2)), []),
}  # fmt: skip

CONDITIONS = {
    "a condition on an unknown item": (
        of(choice("q1", show_if={"item": "q9", "in": ["a"]}), choice("q2", show_if={"item": "q9", "in": ["a"]})),
        [
            ("unknown_item", "$.sections[0].items[0].show_if.item",
             "show_if of item 'q1' looks at 'q9', which is no item of this instrument.",
             "Name an earlier item: there is none before this one."),
            ("unknown_item", "$.sections[0].items[1].show_if.item",
             "show_if of item 'q2' looks at 'q9', which is no item of this instrument.",
             "Name an earlier item: q1."),
        ],
    ),
    "a condition on a later item": (
        of(choice("q1", show_if={"item": "q3", "in": ["a"]}), choice("q2", show_if={"item": "q3", "in": ["a"]}),
           choice("q3")),
        [
            ("show_if_not_earlier", "$.sections[0].items[0].show_if.item",
             ("show_if of item 'q1' looks at 'q3', which is not asked before it. Whether an item is asked has to be "
             "known by the time it is reached."),
             "Move 'q1' behind 'q3', or look at one of: none is earlier."),
            ("show_if_not_earlier", "$.sections[0].items[1].show_if.item",
             ("show_if of item 'q2' looks at 'q3', which is not asked before it. Whether an item is asked has to be "
             "known by the time it is reached."),
             "Move 'q2' behind 'q3', or look at one of: q1."),
        ],
    ),
    "a condition on what has no codes": (
        of(item("t", "text"), choice("q1", show_if={"item": "t", "in": ["a"]})),
        [("show_if_not_coded", "$.sections[0].items[1].show_if.item",
          "show_if of item 'q1' looks at 't', which has no codes. A condition holds codes.",
          "Look at a choice, choices or boolean item.")],
    ),
    "a condition on a text that should have no values": (
        of(item("t", "text", response_set="set"), choice("q1", show_if={"item": "t", "in": ["a"]})),
        [
            ("response_set_not_for_type", "$.sections[0].items[0].response_set",
             ("Item 't' is of type text and uses 'set', which has options with values. Beside a number, a text, a "
              "date or a yes and no, only reasons can be chosen."),
             "Name a response set whose options all have a missing reason, or make the item a choice."),
            ("show_if_not_coded", "$.sections[0].items[1].show_if.item",
             "show_if of item 'q1' looks at 't', which has no codes. A condition holds codes.",
             "Look at a choice, choices or boolean item."),
        ],
    ),
    "a condition that can never be met": (
        of(choice("q1"), item("b", "boolean"), choice("q2", show_if={"item": "q1", "in": ["a", "na"]}),
           choice("q3", show_if={"item": "b", "in": ["yes"]})),
        [
            ("unknown_code", "$.sections[0].items[2].show_if.in[1]",
             ("show_if of item 'q2' waits for 'na', which 'q1' cannot be answered with. It holds codes that carry "
             "values; where that item is missing, this one is not asked."), "Use codes out of: a, b, c, d, e."),
            ("unknown_code", "$.sections[0].items[3].show_if.in[0]",
             ("show_if of item 'q3' waits for 'yes', which 'b' cannot be answered with. It holds codes that carry "
             "values; where that item is missing, this one is not asked."), "Use codes out of: true, false."),
        ],
    ),
    "a condition that names no item": (of(choice("q1", show_if={"item": 5, "in": ["a"]})), []),
}  # fmt: skip

NAMES = {
    "a section that stands twice": (
        of(choice("q1"), sections=[
            {"id": "s", "title": X, "items": [choice("q1")]}, {"id": 5, "title": X, "items": []},
            {"id": "s", "title": X, "items": [choice("q2")]}]),
        [("not_unique", "$.sections[2].id", f"section 's' already stands at $.sections[0].id. {RECORDS}", RENAME)],
    ),
    "an item that stands twice, in two sections": (
        of(sections=[
            {"id": "s1", "title": X, "items": [choice("q0"), {"type": "boolean", "text": X}, choice("q1")]},
            {"id": "s2", "title": X, "items": [choice("q1")]}]),
        [("not_unique", "$.sections[1].items[0].id",
          f"item 'q1' already stands at $.sections[0].items[2].id. {RECORDS}", RENAME)],
    ),
    "an item named like another one's reason": (
        of(item("b", "boolean"), item("b.missing", "boolean"), item("c.missing", "boolean")),
        [("reserved_id", "$.sections[0].items[1].id",
          ("Item 'b.missing' is named like the field in which a form sends why 'b' has no answer. One would be "
          "taken for the other."), "Give it another id.")],
    ),
}  # fmt: skip

MEMBERS = {
    "a scale's unknown item": (
        of(*Q12, scales=(scale("mean", "q1", "q9", "q2"),)),
        [("unknown_item", "$.scales[0].items[1]",
          ("scale 'mean' names item 'q9', but the items are q1, q2. A scale can use only items that the instrument "
          "defines."), "Add 'q9' to a section, or take it out of the scale.")],
    ),
    "an unknown item before one that does not fit": (
        of(item("t", "text"), scales=(scale("mean", "q9", "t"),)),
        [
            ("unknown_item", "$.scales[0].items[0]",
             ("scale 'mean' names item 'q9', but the items are t. A scale can use only items that the instrument "
              "defines."), "Add 'q9' to a section, or take it out of the scale."),
            ("item_not_for_scale", "$.scales[0].items[1]",
             "scale 'mean' is a mean and names 't', of type text. It takes choice, integer, decimal and boolean items.",
             "Take the item out, or use another method or item type."),
        ],
    ),
    "a scale's item that stands twice": (
        of(*Q12, scales=(scale("lowest", "q2"), scale("mean", "q1", "q2", "q1"))),
        [("not_unique", "$.scales[1].items[2]",
          f"scale item 'q1' already stands at $.scales[1].items[0]. {RECORDS}", RENAME)],
    ),
    "items that a mean has no number for": (
        of(item("t", "text"), item("m", "choices", response_set="set"), choice("q1"), item("b", "boolean"),
           item("n", "integer", minimum=0, maximum=1), item("d", "decimal", minimum=0, maximum=1),
           scales=(scale("mean", "t", "m", "q1", "b", "n", "d"),)),
        [
            ("item_not_for_scale", "$.scales[0].items[0]",
             "scale 'mean' is a mean and names 't', of type text. It takes choice, integer, decimal and boolean items.",
             "Take the item out, or use another method or item type."),
            ("item_not_for_scale", "$.scales[0].items[1]",
             ("scale 'mean' is a mean and names 'm', of type choices. It takes choice, integer, decimal and boolean "
             "items."), "Take the item out, or use another method or item type."),
        ],
    ),
    "items that a count has no code for": (
        of(item("n", "integer", minimum=0, maximum=1), item("d", "date"), item("m", "choices", response_set="set"),
           choice("q1"), item("b", "boolean"), scales=(scale("count", "n", "d", "m", "q1", "b", of=["a"]),)),
        [
            ("item_not_for_scale", "$.scales[0].items[0]",
             "scale 'count' is a count and names 'n', of type integer. It takes choice, choices and boolean items.",
             "Take the item out, or use another method or item type."),
            ("item_not_for_scale", "$.scales[0].items[1]",
             "scale 'count' is a count and names 'd', of type date. It takes choice, choices and boolean items.",
             "Take the item out, or use another method or item type."),
        ],
    ),
    "strangers under reverse and weights": (
        of(*Q12, choice("q3"), scales=(
            scale("mean", "q1", "q2", reverse=["q2", "q3"], weights={"q1": 2, "q9": 1}),)),
        [
            ("unknown_item", "$.scales[0].reverse[1]",
             "scale 'mean' has 'q3' under reverse, but not among its items.", "Use the scale's items: q1, q2."),
            ("unknown_item", "$.scales[0].weights.q9",
             "scale 'mean' has 'q9' under weights, but not among its items.", "Use the scale's items: q1, q2."),
        ],
    ),
    "a scale that stands twice": (
        of(*Q12, scales=(scale("mean", "q1"), scale("mean", "q2", id=5), scale("mean", "q2"))),
        [("not_unique", "$.scales[2].id", f"scale 'mean' already stands at $.scales[0].id. {RECORDS}", RENAME)],
    ),
}  # fmt: skip

METHODS = {
    "what a count has not": (
        of(*Q12, scales=(scale("count", "q1", "q2", of=["a"], reverse=["q1"], weights={"q1": 2}),)),
        [
            ("not_for_method", "$.scales[0].weights",
             "scale 'count' is a count, which does not take 'weights'; it would be passed over in silence.",
             "Take weights out, or choose another method."),
            ("not_for_method", "$.scales[0].reverse",
             "scale 'count' is a count, which does not take 'reverse'; it would be passed over in silence.",
             "Take reverse out, or choose another method."),
        ],
    ),
    "what the lowest and a mean have not": (
        of(*Q12, scales=(scale("lowest", "q1", weights={"q1": 2}), scale("mean", "q1", of=["a"]),
                         scale("percent_of_max", "q1", "q2", weights={"q1": 2}, reverse=["q2"]))),
        [
            ("not_for_method", "$.scales[0].weights",
             "scale 'lowest' is a lowest, which does not take 'weights'; it would be passed over in silence.",
             "Take weights out, or choose another method."),
            ("not_for_method", "$.scales[1].of",
             "scale 'mean' is a mean, which does not take 'of'; it would be passed over in silence.",
             "Take of out, or choose another method."),
        ],
    ),
    "a count of nothing": (
        of(*Q12, scales=(scale("count", "q1"), scale("count", "q2", id="empty", of=[]))),
        [
            ("of_missing", "$.scales[0].of", "scale 'count' is a count and does not say of what.",
             'Add "of": the codes that count.'),
            ("of_missing", "$.scales[1].of", "scale 'empty' is a count and does not say of what.",
             'Add "of": the codes that count.'),
        ],
    ),
    "a count of what nobody can answer": (
        of(choice("q1", "two"), item("b", "boolean"), sets={"two": options(1, 2)},
           scales=(scale("count", "b", "q1", of=["b", "na", "true"]),)),
        [("unknown_code", "$.scales[0].of[1]",
          "scale 'count' counts 'na', which none of its items can be answered with.",
          "Use codes that carry values: a, b, false, true.")],
    ),
    "a percentage of an item with one value": (
        of(choice("q1", "one"), choice("q2"), sets={"one": options("3/2")},
           scales=(scale("percent_of_max", "q2", "q1", "q9"), scale("mean", "q1"))),
        [
            ("unknown_item", "$.scales[0].items[2]",
             ("scale 'percent_of_max' names item 'q9', but the items are q1, q2. A scale can use only items that the "
             "instrument defines."), "Add 'q9' to a section, or take it out of the scale."),
            ("no_span", "$.scales[0].items[1]",
             ("scale 'percent_of_max' is a percent_of_max, but 'q1' can only have the value 3/2: a share of nothing "
             "has no value."), "Take the item out, or give it options of different values."),
        ],
    ),
    "a method that there is not": (
        of(*Q12, scales=(scale("total", "q1", of=["a"], weights={"q1": 2}, prorate="scale_up"),)), [],
    ),
}  # fmt: skip

MINIMUMS = {
    "a minimum that is never met, or always": (
        of(*Q12, scales=(scale("mean", "q1", "q2", min_answered=3), scale("sum", "q1", "q2", min_answered=0))),
        [
            ("min_answered_out_of_range", "$.scales[0].min_answered",
             f"scale 'mean' asks for min_answered 3 of 2 items. {COUNTED}", "Write a number of items from 1 to 2."),
            ("min_answered_out_of_range", "$.scales[1].min_answered",
             f"scale 'sum' asks for min_answered 0 of 2 items. {COUNTED}", "Write a number of items from 1 to 2."),
        ],
    ),
    "a share that is never met, or always": (
        of(*Q12, scales=(scale("mean", "q1", "q2", min_answered="3/2"), scale("sum", "q1", "q2", min_answered="0/2"))),
        [
            ("min_answered_out_of_range", "$.scales[0].min_answered",
             f"scale 'mean' asks for min_answered '3/2' of 2 items. {COUNTED}",
             'Write a share above 0 and at most 1, such as "1/2".'),
            ("min_answered_out_of_range", "$.scales[1].min_answered",
             f"scale 'sum' asks for min_answered '0/2' of 2 items. {COUNTED}",
             'Write a share above 0 and at most 1, such as "1/2".'),
        ],
    ),
    "the smallest and the largest that can be": (
        of(*Q12, scales=(
            scale("mean", "q1", "q2", min_answered=1), scale("sum", "q1", "q2", min_answered=2),
            scale("lowest", "q1", "q2", min_answered="1/100"), scale("highest", "q1", "q2", min_answered="2/2"))),
        [],
    ),
    "one of no items": (of(*Q12, scales=(scale("mean", min_answered=1),)), []),
    "two of no items": (
        of(*Q12, scales=(scale("mean", min_answered=2),)),
        [("min_answered_out_of_range", "$.scales[0].min_answered",
          f"scale 'mean' asks for min_answered 2 of 0 items. {COUNTED}", "Write a number of items from 1 to 0.")],
    ),
}  # fmt: skip

WEIGHTS = {
    "weights that are not positive": (
        of(*Q12, choice("q3"), scales=(
            scale("mean", "q1", "q2", "q3", weights={"q1": 0, "q2": "-1/2", "q3": "1/1000"}),)),
        [
            ("weight_not_positive", "$.scales[0].weights.q1",
             ("scale 'mean' gives 'q1' the weight 0. A weight is positive; an item that should count the other way is "
             "reverse-keyed."),
             'Write a positive integer or "p/q", list the item under reverse, or take it out of the scale.'),
            ("weight_not_positive", "$.scales[0].weights.q2",
             ("scale 'mean' gives 'q2' the weight '-1/2'. A weight is positive; an item that should count the other "
             "way is reverse-keyed."),
             'Write a positive integer or "p/q", list the item under reverse, or take it out of the scale.'),
        ],
    ),
    "weights just within the finest denominator": (
        of(*Q12, scales=(scale("mean", "q1", "q2", weights={"q1": "1/999983", "q2": "1/1000003"}),)),
        [],  # 999983 * 1000003 is 999985999949, just below 10^12
    ),
    "weights just past the finest denominator": (
        of(*Q12, scales=(scale("mean", "q1", "q2", weights={"q1": "1/1000003", "q2": "1/1000033"}),)),
        [("fractions_too_fine", "$.scales[0].weights",
          f"The fractions of scale 'mean' (weights) have no common denominator up to 1,000,000,000,000. {TOO_FINE}",
          FEWER)],
    ),
    # 4096 is 2^12 and 244140625 is 5^12
    "a common denominator of exactly 10^12": (
        of(*Q12, scales=(scale("mean", "q1", "q2", weights={"q1": "1/4096", "q2": "1/244140625"}),)), [],
    ),
    "a bound that cannot be read beside a fine one": (
        of(item("d", "decimal", minimum="low", maximum="1/999999999999"), scales=(scale("mean", "d"),)), [],
    ),
    "values without a common denominator": (
        of(choice("q1", "fine"), sets={"fine": options("1/1000003", "1/1000033")},
           scales=(scale("mean", "q1"), scale("count", "q1", of=["a"]))),
        [("fractions_too_fine", "$.scales[0].items",
          f"The fractions of scale 'mean' (values) have no common denominator up to 1,000,000,000,000. {TOO_FINE}",
          FEWER)],
    ),
    "bounds without a common denominator": (
        of(item("d", "decimal", minimum="1/1000033", maximum="1/1000003"), scales=(scale("mean", "d"),)),
        [("fractions_too_fine", "$.scales[0].items",
          f"The fractions of scale 'mean' (values) have no common denominator up to 1,000,000,000,000. {TOO_FINE}",
          FEWER)],
    ),
}  # fmt: skip

PRORATING = {
    "scaling up what needs no scaling": (
        of(*Q12, scales=(scale("mean", "q1", "q2", prorate="scale_up"), scale("sum", "q1", prorate="none"))),
        [("not_for_method", "$.scales[0].prorate",
          "scale 'mean' is a mean, which is over the answered items as it is; there is nothing to scale up.",
          'Take prorate out, or write "none".')],
    ),
    "scaling up items of different bounds": (
        of(choice("q1"), item("n", "integer", minimum=0, maximum=5), scales=(
            scale("sum", "q1", "n", prorate="scale_up"), scale("sum", "q1", "n", id="plain"))),
        [("prorate_unlike_items", "$.scales[0].prorate",
          ("scale 'sum' is scaled up, but its items differ in bounds or weight. An item that is missing can be stood "
          "for by the others only if each could have come to the same."),
          'Write "none", or use items of one response set and one weight.')],
    ),
    "scaling up items of different weight": (
        of(*Q12, scales=(
            scale("sum", "q1", "q2", prorate="scale_up", weights={"q1": 2}),
            scale("sum", "q1", "q2", id="alike", prorate="scale_up", weights={"q1": 2, "q2": "4/2"}),
            scale("sum", "q1", "q2", id="one", prorate="scale_up", weights={"q1": 1}))),
        [("prorate_unlike_items", "$.scales[0].prorate",
          ("scale 'sum' is scaled up, but its items differ in bounds or weight. An item that is missing can be stood "
          "for by the others only if each could have come to the same."),
          'Write "none", or use items of one response set and one weight.')],
    ),
    "a count may be scaled up whatever its items are": (
        of(choice("q1"), item("b", "boolean"), scales=(
            scale("count", "q1", "b", of=["a"], prorate="scale_up"),)), [],
    ),
}  # fmt: skip


def band(name, starts):
    return {"id": name, "from": starts, "title": X}


def gap(name, low, high, first):
    return (
        f"scale '{name}' goes from {low} to {high}, but its first band begins at {first}. Every value has a band.",
        f"Let the first band begin at {low}.",
    )


BANDS = {
    "bands that do not ascend": (
        of(*Q12, scales=(scale("mean", "q1", bands=[band("low", 1), band("mid", 3), band("high", 3), band("top", 2)]),)),
        [
            ("bands_not_ascending", "$.scales[0].bands[2].from",
             "scale 'mean' has a band from 3 behind one from 3. Each band runs up to the next one's from.",
             "Put the bands in ascending order, each from once."),
            ("bands_not_ascending", "$.scales[0].bands[3].from",
             "scale 'mean' has a band from 2 behind one from 3. Each band runs up to the next one's from.",
             "Put the bands in ascending order, each from once."),
        ],
    ),
    "a band that stands twice": (
        of(*Q12, scales=(scale("lowest", "q1"), scale("mean", "q1", bands=[
            band("low", 1), band(5, "5/2"), band("low", 3)]))),
        [("not_unique", "$.scales[1].bands[2].id",
          f"band 'low' already stands at $.scales[1].bands[0].id. {RECORDS}", RENAME)],
    ),
    "a first band above or below the range of a mean, a lowest and a highest": (
        of(choice("q1"), item("n", "integer", minimum=-2, maximum=4), scales=(
            scale("mean", "q1", "n", bands=[band("a", "-3/2"), band("b", 1)]),
            scale("lowest", "q1", "n", bands=[band("a", -3)]),
            scale("highest", "q1", "n", bands=[band("a", -2)]))),
        [
            ("bands_leave_a_gap", "$.scales[0].bands[0].from", *gap("mean", -2, 5, "-3/2")),
            ("bands_leave_a_gap", "$.scales[1].bands[0].from", *gap("lowest", -2, 5, -3)),
        ],
    ),
    # 3 * 1 to 3 * 5 and -2 to 4: min(0, 3) + min(0, -2) = -2, max(0, 15) + max(0, 4) = 19
    "a first band beside the range of a sum": (
        of(choice("q1"), item("n", "integer", minimum=-2, maximum=4), scales=(
            scale("sum", "q1", "n", weights={"q1": 3}, bands=[band("a", 1)]),
            scale("sum", "q1", "n", id="fits", weights={"q1": 3}, bands=[band("a", -2)]))),
        [("bands_leave_a_gap", "$.scales[0].bands[0].from", *gap("sum", -2, 19, 1))],
    ),
    # -9 to -1, and it may not apply: -9 to 0
    "a first band beside the range of a sum below zero": (
        of(item("n", "integer", minimum=-9, maximum=-1), scales=(scale("sum", "n", bands=[band("a", -8)]),)),
        [("bands_leave_a_gap", "$.scales[0].bands[0].from", *gap("sum", -9, 0, -8))],
    ),
    "a first band beside the range of a percentage and of a count": (
        of(*Q12, scales=(
            scale("percent_of_max", "q1", bands=[band("a", 1)]),
            scale("count", "q1", "q2", of=["a"], bands=[band("a", "1/2")]),
            scale("count", "q1", "q2", id="fits", of=["a"], bands=[band("a", 0), band("b", 2)]))),
        [
            ("bands_leave_a_gap", "$.scales[0].bands[0].from", *gap("percent_of_max", 0, 100, 1)),
            ("bands_leave_a_gap", "$.scales[1].bands[0].from", *gap("count", 0, 2, "1/2")),
        ],
    ),
    "a first band beside the range of yes and no": (
        of(item("b", "boolean"), scales=(
            scale("mean", "b", bands=[band("a", "1/2")]), scale("lowest", "b", bands=[band("a", 0)]))),
        [("bands_leave_a_gap", "$.scales[0].bands[0].from", *gap("mean", 0, 1, "1/2"))],
    ),
    "a range that the document does not say": (
        of(choice("q1"), item("n", "integer", minimum="low", maximum=1), scales=(
            scale("mean", "q1", "n", bands=[band("a", 7)]), scale("mean", id="empty", bands=[band("a", 7)]),
            scale("mean", "q1", id="first", bands=[band("a", "low"), band("b", 7)]))),
        [],
    ),
}  # fmt: skip

LEAST = "with nothing every difference would be a change, and beyond the range none ever could."
IN_POINTS = (
    'Write a positive integer or "p/q" within the range, in the scale\'s own points, or take change out: one eighth of '
    "the range then counts (sop_core default)."
)
CHANGES = {
    "a smallest change of nothing, and one that is too large": (
        of(*Q12, scales=(
            scale("mean", "q1", change=0), scale("sum", "q1", "q2", change="21/2"),
            scale("lowest", "q1", change="-1/2"))),
        [
            ("change_out_of_range", "$.scales[0].change",
             f"scale 'mean' calls 0 its smallest change. It is above 0 and at most 4, the length of its range: {LEAST}",
             IN_POINTS),
            ("change_out_of_range", "$.scales[1].change",
             f"scale 'sum' calls '21/2' its smallest change. It is above 0 and at most 10, the length of its range: {LEAST}",
             IN_POINTS),
            ("change_out_of_range", "$.scales[2].change",
             f"scale 'lowest' calls '-1/2' its smallest change. It is above 0 and at most 4, the length of its range: {LEAST}",
             IN_POINTS),
        ],
    ),
    "a smallest change of a scale whose range is not known": (
        of(item("n", "integer", minimum="low", maximum=1), scales=(
            scale("mean", "n", change=0), scale("lowest", "n", change=1000), scale("highest", "n", change="few"))),
        [("change_out_of_range", "$.scales[0].change",
          f"scale 'mean' calls 0 its smallest change. It is above 0: {LEAST}", IN_POINTS)],
    ),
    "the smallest and the largest change that there can be": (
        of(*Q12, scales=(scale("mean", "q1", change="1/1000"), scale("sum", "q1", "q2", change=10))), [],
    ),
}  # fmt: skip

TEXTS = {
    "a text without one of the languages, and one with another": (
        of(choice("q1"), title={"en": "x", "es": "x"}, response_sets={}, sections=[
            {"id": "s", "title": {"en": "x", "es": "x"}, "items": [
                {**item("t", "text"), "text": {"es": "x"}},
                {**item("u", "text"), "text": {"en": "x", "es": "x", "fr": "x"}}]}]),
        [
            ("locales_differ", "$.sections[0].items[0].text",
             ("The text lacks en. A definition's languages are those of its title, and every text has them all, so "
             "that nobody meets a page in two languages."), "Write this text in: en, es."),
            ("locales_differ", "$.sections[0].items[1].text",
             ("The text has fr, which the title lacks. A definition's languages are those of its title, and every "
             "text has them all, so that nobody meets a page in two languages."),
             "Add the language to the title and to every other text, or take it out here."),
        ],
    ),
}  # fmt: skip

TABLE = {
    **OPTIONS, **RESPONSE_SETS, **NUMBERS, **CONDITIONS, **NAMES, **MEMBERS, **METHODS, **MINIMUMS,
    **WEIGHTS, **PRORATING, **BANDS, **CHANGES, **TEXTS,
}  # fmt: skip


@pytest.mark.parametrize(("document", "said"), TABLE.values(), ids=TABLE)
def test_an_author_is_told(document, said):
    """What is wrong with what was written, why it matters, and how to mend it: all of it, in order."""
    assert told(document) == said
