from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from .. import main
from ..limit import REQUESTS, Limit


@pytest.fixture
def client() -> Iterator[TestClient]:
    main.limit = Limit()
    with TestClient(main.app) as client:
        yield client


def test_pages_together_are_the_whole_table(client: TestClient) -> None:
    seen: list[str] = []
    offset = 0
    while offset is not None:
        page = client.get("/v1/appDemo/Orders", params={"offset": offset}).json()
        seen += [record["id"] for record in page["records"]]
        offset = page.get("offset")
    assert seen == [record["id"] for record in main.BASES["appDemo"]["Orders"]]


def test_an_unknown_table_is_not_found(client: TestClient) -> None:
    assert client.get("/v1/appDemo/Nope").status_code == 404


def test_a_caller_over_the_limit_is_told_when_to_come_back(client: TestClient) -> None:
    answers = [client.get("/v1/appDemo/Orders") for _ in range(REQUESTS + 1)]
    assert [answer.status_code for answer in answers] == [200] * REQUESTS + [429]
    assert answers[-1].headers["Retry-After"] == "1"
