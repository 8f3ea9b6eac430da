from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import exact_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_is_written_is_read_back_exactly(value):
    assert exact_json.decode(exact_json.encode(value)) == value


def test_fractions_are_never_floats():
    assert exact_json.decode("[0.1, 1e2, 1.10]") == [Decimal("0.1"), Decimal("1E+2"), Decimal("1.10")]
    assert exact_json.encode_text(Decimal("1.10")) == "1.10"


def test_dates_are_iso_8601():
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert exact_json.encode_text([date(2026, 3, 1), moment]) == '["2026-03-01","2026-03-01T09:30:00Z"]'


def test_what_is_no_json_is_refused():
    with pytest.raises(msgspec.DecodeError):
        exact_json.decode("{'a': 1}")
