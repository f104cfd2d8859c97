import sys
import traceback

import pulumi_kubernetes as kubernetes
import pytest

from components import source_positions
from components.source_positions import FRAMES
from tests.unit.components.recording import record


@pytest.fixture(autouse=True)
def limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is limited before a test; what one leaves behind is taken back."""
    monkeypatch.setattr(sys, "tracebacklimit", FRAMES, raising=False)
    monkeypatch.delattr(sys, "tracebacklimit")


def _depth() -> int:
    return len(traceback.extract_stack())


def test_only_the_innermost_calls_are_recorded_inside() -> None:
    before = _depth()
    with source_positions.shortened():
        assert _depth() == FRAMES < before
    assert _depth() == before


def test_all_calls_are_recorded_again_after_an_exception() -> None:
    before = _depth()
    with pytest.raises(ValueError, match="broken"), source_positions.shortened():
        raise ValueError("broken")
    assert _depth() == before
    assert not hasattr(sys, "tracebacklimit")


@pytest.mark.parametrize("fails", [False, True])
def test_a_limit_that_was_there_is_there_again(fails: bool) -> None:
    sys.tracebacklimit = 2
    try:
        with source_positions.shortened():
            assert _depth() == FRAMES
            if fails:
                raise ValueError
    except ValueError:
        pass
    assert sys.tracebacklimit == 2


def test_a_resource_still_says_where_it_was_asked_for_but_not_what_ran_the_program() -> None:
    def program() -> None:
        kubernetes.core.v1.Namespace("before")
        with source_positions.shortened():
            kubernetes.core.v1.Namespace("inside")

    made = record(program)
    assert made["inside"].stack[0].endswith("/test_source_positions.py")
    assert len(made["inside"].stack) <= FRAMES < len(made["before"].stack)
    assert made["before"].stack[: len(made["inside"].stack)] == made["inside"].stack
