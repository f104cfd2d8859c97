import pytest

from pyairtable_shared import request_ids


def test_a_callers_id_is_kept() -> None:
    assert request_ids.accepted("abc-123") == "abc-123"


@pytest.mark.parametrize("odd", ["a b", "x" * 129, '"}', "", "a\nb"])
def test_an_id_that_no_service_would_write_is_replaced(odd: str) -> None:
    assert request_ids.accepted(odd) != odd
    assert len(request_ids.accepted(odd)) == 32


def test_a_call_to_another_service_carries_the_id_of_the_request() -> None:
    token = request_ids.current.set("abc-123")
    assert request_ids.headers() == {"X-Request-Id": "abc-123"}
    request_ids.current.reset(token)


def test_outside_of_a_request_there_is_no_id_to_pass_on() -> None:
    assert request_ids.headers() == {}
