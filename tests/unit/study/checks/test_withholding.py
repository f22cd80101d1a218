import pytest
from tests.support.study_data import Book, make_trial

from tubulus.study.checks.finding import Finding
from tubulus.study.checks.registry import list_checks, run_checks
from tubulus.study.checks.withholding import WITHHELD, withhold_identifying

IDENTIFYING_LOT = """
[[forms]]
use = "cell-product"
arms = ["cells"]
[[forms.items]]
id = "lot"
identifying = true
[[forms]]
use = "injection"
arms = ["cells"]
[[forms.items]]
id = "lot"
identifying = true
"""


def make_named_book():
    """Write a mark into every text item that identifies a person, with data full of faults."""
    study = make_trial(without=("cell-product", "injection"), more=IDENTIFYING_LOT)
    book = Book(study)
    for name in ("P1", "P2"):
        for form in study.forms:
            marks = {
                item.id: f"Secret-{name}-{form.id}-{item.id}"
                for item in form.items
                if item.kind == "text" and form.is_identifying(item)
            }
            wrong = {item.id: "?" for item in form.items if item.kind == "date"}
            book.write(name, form.id, form.visits[0] if form.visits else "", **wrong, **marks)
    return book


def withhold(book, message):
    finding = Finding(severity="note", check="c", message=message, remedy="", participant="P1")
    (found,) = withhold_identifying(book.study, book.data, [finding])
    return found.message


def test_no_finding_of_any_check_holds_a_text_that_identifies_a_person():
    book = make_named_book()
    raw = [finding for check in list_checks() for finding in book.run(check)]

    frame = run_checks(book.study, book.records, book.data)

    assert any("Secret" in finding.message for finding in raw)  # the lots
    texts = frame["message"].to_list() + frame["remedy"].to_list()
    assert not [text for text in texts if "secret" in text.lower()]
    assert any(WITHHELD in text for text in texts)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("lot Ann Lee had expired", f"lot {WITHHELD} had expired"),
        ("lot ann lee", f"lot {WITHHELD}"),
        ("the lot is planned", "the lot is planned"),
        ("lot Ann", "lot Ann"),
    ],
)
def test_whole_texts_are_withheld_and_nothing_else(message, expected):
    book = Book().write("P1", "consent", taken_by="Ann Lee", version="lot")

    assert withhold(book, message) == expected


def test_nothing_is_withheld_of_nobody():
    book = Book().write("P1", "consent", version="1")

    assert withhold(book, "version 1") == "version 1"
    assert list(withhold_identifying(book.study, book.data, [])) == []
