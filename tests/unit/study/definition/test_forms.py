import pytest
from pydantic import ValidationError

from tubulus.study.definition.forms import Form, Item


def make_item(**changes):
    return Item(**{"id": "fsh", "label": "FSH", "kind": "number", **changes})


def make_form(**changes):
    items = (make_item(), make_item(id="taken_on", kind="date", identifying=True))
    return Form(**{"id": "h", "label": "H", "identifying": False, "items": items, **changes})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"unit": "IU/l"}, "unknown unit 'IU/l'; did you mean 'IU/L'"),
        ({"unit": "IU/L", "units": ("mIU/ml",)}, "unknown unit 'mIU/ml'"),
        ({"kind": "text", "unit": "IU/L"}, "only a number has a unit"),
        ({"kind": "code"}, "lists its codes"),
        ({"codes": {"a": "A"}}, "only an item of kind 'code'"),
        ({"minimum": 2.0, "maximum": 1.0}, "lower limit is above"),
        ({"low": 2.0, "high": 1.0}, "lower limit is above"),
        ({"minimum": float("nan")}, "finite number"),
        ({"kind": "date", "minimum": 1.0}, "only a number has limits"),
        ({"kind": "text", "high": 1.0}, "only a number has limits"),
        ({"units": ("IU/L",)}, "further units need the item's own unit"),
    ],
)
def test_parts_of_an_item_that_do_not_fit_together_are_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        make_item(**changes)


def test_equal_limits_leave_one_value():
    item = make_item(minimum=1.0, maximum=1.0)

    assert item.minimum == item.maximum


def test_a_form_finds_its_items_by_name():
    form = make_form()

    assert form.find_item("fsh") is form.items[0]
    assert form.find_item("lh") is None


def test_an_item_may_identify_where_its_form_does_not():
    form = make_form()

    assert [form.is_identifying(item) for item in form.items] == [False, True]


def test_an_item_without_its_own_decision_takes_that_of_the_form():
    form = make_form(identifying=True)

    assert form.is_identifying(form.items[0])


def test_the_date_of_a_form_is_one_of_its_items():
    with pytest.raises(ValidationError, match="did you mean 'taken_on'"):
        make_form(dated_by="taken-on")


def test_the_date_of_a_form_is_a_date():
    with pytest.raises(ValidationError, match="'fsh' is not a date"):
        make_form(dated_by="fsh")
