"""Who else may ask the stand-in."""

import pytest

from tests.unit.stand_in import MEMBER, Api


@pytest.fixture
def member(live: str) -> Api:
    """Requests of someone who may only write content."""
    return Api(live, MEMBER)
