"""Laws that hold for every expression and for every participant's data."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.expression_study import make_participant, make_small_catalogue

from tubulus.study.expressions.expression import Expression, compile_expression
from tubulus.study.expressions.parsing import AGGREGATES, STATES, parse
from tubulus.study.expressions.rendering import format_number, render
from tubulus.study.expressions.signatures import FUNCTIONS
from tubulus.study.expressions.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Comparison,
    Day,
    Logical,
    Membership,
    Name,
    Negate,
    Node,
    Not,
    Number,
    ParticipantFact,
    StateTest,
    Text,
    Truth,
)
from tubulus.study.records.participants import Entry, ParticipantData
from tubulus.study.records.values import Value, ValueState

# trees of any shape, whether or not they fit a study

WORDS = st.sampled_from(["volume", "semen", "marrow-harvest", "month-6", "x_1", "missing", "any"])
MAYBE = st.one_of(st.just(""), WORDS)
NUMBERS = st.floats(min_value=0, max_value=1e300, allow_nan=False).map(abs)
LITERALS = st.one_of(
    st.builds(Number, NUMBERS, st.sampled_from(["", "mL", "million/mL", "%"])),
    st.builds(Text, st.text(max_size=5)),
    st.builds(Day, st.dates()),
    st.builds(Truth, st.booleans()),
)
NAMES = st.one_of(
    st.builds(Name, st.just(""), WORDS),
    st.builds(Name, WORDS, WORDS, MAYBE),
    st.builds(ParticipantFact, st.sampled_from(["arm", "id"])),
)


def _build_aggregates(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    with_item = st.sampled_from([k for k in AGGREGATES if k in {"min", "max", "mean", "first"}])
    maybe = st.one_of(st.none(), inner)
    return st.one_of(
        st.builds(Aggregate, with_item, WORDS, WORDS, MAYBE, maybe),
        st.builds(Aggregate, st.sampled_from(["any", "all"]), WORDS, st.just(""), MAYBE, inner),
        st.builds(Aggregate, st.just("count"), WORDS, st.just(""), MAYBE, maybe),
        st.builds(Aggregate, st.just("exists"), WORDS, st.just(""), MAYBE),
    )


def _grow(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    choices = st.lists(
        st.one_of(LITERALS, st.builds(Negate, LITERALS)), min_size=1, max_size=3
    ).map(tuple)
    terms = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Negate, inner),
        st.builds(Not, inner),
        st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(Comparison, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner),
        st.builds(Membership, inner, choices, st.booleans()),
        st.builds(StateTest, inner, st.sampled_from(STATES), st.booleans()),
        st.builds(Logical, st.sampled_from(["and", "or"]), terms),
        st.builds(Call, st.sampled_from(sorted(FUNCTIONS)), terms),
        _build_aggregates(inner),
    )


TREES: st.SearchStrategy[Node] = st.recursive(st.one_of(LITERALS, NAMES), _grow, max_leaves=12)


@given(TREES)
def test_parsing_what_was_rendered_gives_the_same_tree(tree: Node) -> None:
    assert parse(render(tree)) == tree


# expressions that fit the small study, as texts

COMPARATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
PLAIN = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False).map(
    lambda value: f"-{format_number(-value)}" if value < 0 else format_number(value)
)
# like by like is a plain number, so that any two may be added
NUMERIC = st.recursive(
    st.one_of(
        PLAIN,
        st.sampled_from(["hormones.base_excess", "adverse-event.grade", "count(semen)"]),
        st.sampled_from(["semen.volume", "semen.concentration", "semen.progressive"]).map(
            lambda text: f"({text} / {text})"
        ),
    ),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("{}({})".format, st.sampled_from(["abs", "log", "round"]), inner),
        st.builds(
            "{}({}, {})".format, st.sampled_from(["least", "greatest", "coalesce"]), inner, inner
        ),
    ),
    max_leaves=6,
)
CONDITIONS = st.recursive(
    st.one_of(
        st.builds("{} {} {}".format, NUMERIC, COMPARATORS, NUMERIC),
        st.builds("{} is {}".format, NUMERIC, st.sampled_from(STATES)),
        st.builds("semen.concentration@month-6 {} {}".format, COMPARATORS, PLAIN),
        st.builds("semen.collected_on {} 2026-01-31".format, COMPARATORS),
        st.builds('hormones.collected_at {} "09:00"'.format, COMPARATORS),
        st.builds("max(semen.concentration) {} {}".format, COMPARATORS, PLAIN),
        st.builds("mean(semen.volume where volume > 1) {} {}".format, COMPARATORS, PLAIN),
        st.builds("days_between(semen.collected_on, 2026-01-31) > {}".format, PLAIN),
        st.sampled_from(
            [
                "semen.examiner_knew_arm",
                'semen.sperm_seen in ["none", "single"]',
                'participant.arm != "hormone"',
                'any(semen where volume > 1 or sperm_seen = "none")',
                "all(adverse-event where serious = false and grade < 3)",
                "exists(hormones)",
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("not ({})".format, inner),
        st.builds("if({}, {}, {})".format, inner, inner, inner),
    ),
    max_leaves=5,
)

VALUES = st.builds(
    Value,
    state=st.sampled_from(ValueState),
    number=st.one_of(st.none(), st.floats(), st.integers(-3, 20).map(float)),
    text=st.one_of(st.none(), st.sampled_from(["none", "single", "09:30", "x", ""])),
    day=st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2030, 1, 1))),
    truth=st.one_of(st.none(), st.booleans()),
)
PLACES = st.sampled_from(
    [
        ("semen", "screening"),
        ("semen", "month-6"),
        ("semen", "unplanned"),
        ("hormones", "screening"),
        ("adverse-event", ""),
        ("allocation", ""),
    ]
)


@st.composite
def draw_participants(draw: st.DrawFn) -> ParticipantData:
    entries = []
    for occurrence, (form, visit) in enumerate(draw(st.lists(PLACES, max_size=5)), start=1):
        items = [item.id for item in make_small_catalogue().forms[form].items]
        values = draw(st.dictionaries(st.sampled_from(items), VALUES))
        entries.append(Entry("P01", form, visit, occurrence, values))
    return ParticipantData("P01", draw(st.sampled_from(["", "bm-msc"])), tuple(entries))


def _compile(text: str, expects: str = "truth") -> Expression:
    return compile_expression(text, make_small_catalogue(), expects=expects)


@given(CONDITIONS, draw_participants())
def test_a_condition_is_true_false_or_unknown_for_any_data(
    text: str, participant: ParticipantData
) -> None:
    value = _compile(text).evaluate(participant)

    assert value.state is (ValueState.MISSING if value.truth is None else ValueState.PRESENT)


@given(NUMERIC, draw_participants())
def test_a_calculated_number_that_is_present_is_finite(
    text: str, participant: ParticipantData
) -> None:
    value = _compile(text, "number").evaluate(participant)

    assert value.state is not ValueState.PRESENT or abs(value.number or 0.0) < float("inf")
    assert (value.number is not None) or value.state is not ValueState.PRESENT


@given(CONDITIONS, CONDITIONS, draw_participants())
def test_de_morgan_holds_in_three_values(
    first: str, second: str, participant: ParticipantData
) -> None:
    for one, other in (("and", "or"), ("or", "and")):
        left = _compile(f"not (({first}) {one} ({second}))")
        right = _compile(f"(not ({first})) {other} (not ({second}))")

        assert left.holds(participant) is right.holds(participant)


@given(NUMERIC, NUMERIC, draw_participants())
def test_opposite_comparisons_never_agree(
    first: str, second: str, participant: ParticipantData
) -> None:
    for one, other in (("<", ">="), ("<=", ">"), ("=", "!=")):
        held = _compile(f"{first} {one} {second}").holds(participant)
        opposed = _compile(f"{first} {other} {second}").holds(participant)

        assert opposed is (None if held is None else not held)


@pytest.mark.parametrize(
    ("item", "unit", "other", "per"),
    [
        ("semen.concentration", "million/mL", "thousand/mL", 1000),
        ("semen.volume", "mL", "uL", 1000),
        ("hormones.fsh", "IU/L", "uIU/mL", 1000),
        ("semen.progressive", "%", "fraction", 0.01),
    ],
)
@given(limit=st.integers(0, 5000), value=st.integers(0, 5000), comparator=COMPARATORS)
def test_a_change_of_unit_changes_no_comparison(
    item: str, unit: str, other: str, per: float, limit: int, value: int, comparator: str
) -> None:
    form, _, name = item.partition(".")
    participant = make_participant({f"{form}@screening": [{name: f"{value / 10}"}]})
    own, foreign = limit / 10, limit / 10 * per

    first = _compile(f"{item} {comparator} {format_number(own)} [{unit}]")
    second = _compile(f"{item} {comparator} {format_number(foreign)} [{other}]")

    assert first.holds(participant) is second.holds(participant)


@given(
    limit=st.integers(1, 50),
    true_value=st.integers(0, 49),
    threshold=st.integers(0, 60),
    comparator=COMPARATORS,
)
def test_what_is_decided_below_a_limit_holds_for_every_value_below_it(
    limit: int, true_value: int, threshold: int, comparator: str
) -> None:
    compiled = _compile(f"semen.volume * semen.concentration {comparator} {threshold}")
    censored = make_participant(
        {"semen@screening": [{"volume": "2", "concentration": f"<{limit}"}]}
    )
    value = min(true_value, limit - 1)
    measured = make_participant({"semen@screening": [{"volume": "2", "concentration": f"{value}"}]})

    decided = compiled.holds(censored)

    assert decided is None or decided is compiled.holds(measured)
