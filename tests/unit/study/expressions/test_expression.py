from __future__ import annotations

from tests.support.expression_study import (
    make_participant,
    make_small_catalogue,
    show_value,
)

from tubulus.study.expressions.expression import compile_expression
from tubulus.study.records.participants import ParticipantData


def _evaluate(text: str, participant: ParticipantData, expects: str = "any") -> str:
    compiled = compile_expression(text, make_small_catalogue(), expects=expects)
    return show_value(compiled.evaluate(participant))


def test_a_bare_item_is_that_of_the_given_entry() -> None:
    participant = make_participant({"semen@screening": [{"volume": "2"}, {"volume": "3"}]})
    compiled = compile_expression("volume > 2", make_small_catalogue(), form="semen")

    found = [compiled.holds(participant, entry) for entry in participant.entries]

    assert found == [False, True]


def test_a_bare_item_without_an_entry_is_unknown() -> None:
    participant = make_participant({"semen@screening": [{"volume": "2"}]})

    compiled = compile_expression("volume > 2", make_small_catalogue(), form="semen")

    assert compiled.holds(participant) is None


def test_a_condition_in_an_aggregate_can_name_the_entry_outside() -> None:
    participant = make_participant(
        {
            "adverse-event": [{"began_on": "2026-02-01"}],
            "semen@screening": [{"collected_on": "2026-01-01"}, {"collected_on": "2026-03-01"}],
        }
    )
    compiled = compile_expression(
        "count(semen where collected_on > began_on)",
        make_small_catalogue(),
        form="adverse-event",
        expects="number",
    )

    value = compiled.evaluate(participant, participant.entries[0])

    assert value.number == 1


def test_entries_are_taken_by_date_where_all_have_one() -> None:
    participant = make_participant(
        {
            "semen@screening": [
                {"collected_on": "2026-02-01", "volume": "2"},
                {"collected_on": "2026-01-01", "volume": "1"},
            ]
        }
    )

    assert _evaluate("first(semen.volume)", participant) == "1"
    assert _evaluate("last(semen.volume)", participant) == "2"
    assert _evaluate("semen.volume", participant) == "1"


def test_entries_are_taken_by_visit_where_a_date_is_missing() -> None:
    participant = make_participant(
        {
            "semen@month-6": [{"collected_on": "2026-01-01", "volume": "6"}],
            "semen@screening": [{"volume": "1"}],
        }
    )

    assert _evaluate("first(semen.volume)", participant) == "1"


def test_a_participant_without_arm_has_none() -> None:
    participant = make_participant({}, arm="")

    assert _evaluate('participant.arm = "hormone"', participant) == "missing"
    assert _evaluate("participant.arm is missing", participant) == "true"


def test_a_total_from_a_value_below_the_limit_stays_below_a_limit() -> None:
    participant = make_participant({"semen@screening": [{"volume": "2", "concentration": "<0.1"}]})

    assert _evaluate("semen.volume * semen.concentration", participant) == "<0.2"


def test_a_total_of_single_sperm_is_seen_and_not_quantifiable() -> None:
    participant = make_participant({"semen@screening": [{"volume": "2", "concentration": "SNQ"}]})

    assert _evaluate("semen.volume * semen.concentration", participant) == "not quantifiable"
