from datetime import datetime
from uuid import UUID

from fastapi.testclient import TestClient

from tests.samples import OTHER_VALUES, PATH, UNKNOWN, VALUES


def test_what_was_created_can_be_read(client: TestClient) -> None:
    created = client.post(PATH, json=VALUES)
    assert created.status_code == 201
    assert created.json().items() >= VALUES.items()
    assert UUID(created.json()["id"]).version == 7
    assert datetime.fromisoformat(created.json()["created_at"]).utcoffset() is not None
    read = client.get(created.headers["location"])
    assert read.status_code == 200
    assert read.json() == created.json()


def test_new_values_replace_the_old_ones_and_nothing_else(client: TestClient) -> None:
    created = client.post(PATH, json=VALUES)
    replaced = client.put(created.headers["location"], json=OTHER_VALUES)
    assert replaced.status_code == 200
    assert replaced.json().items() >= OTHER_VALUES.items()
    assert replaced.json()["updated_at"] > created.json()["updated_at"]
    for kept in ("id", "created_at"):
        assert replaced.json()[kept] == created.json()[kept]
    assert client.get(created.headers["location"]).json() == replaced.json()


def test_what_was_deleted_is_not_there_any_more(client: TestClient) -> None:
    place = client.post(PATH, json=VALUES).headers["location"]
    response = client.delete(place)
    assert (response.status_code, response.content) == (204, b"")
    for again in (client.get(place), client.delete(place), client.put(place, json=VALUES)):
        assert again.status_code == 404
        assert again.headers["content-type"] == "application/problem+json"


def test_what_never_was_is_not_found(client: TestClient) -> None:
    assert client.get(UNKNOWN).status_code == 404


def test_pages_hold_everything_once_and_in_order(client: TestClient) -> None:
    made = [client.post(PATH, json=VALUES).json()["id"] for _ in range(5)]
    seen: list[str] = []
    after: str | None = None
    while True:
        query = {"limit": "2", **({"after": after} if after else {})}
        page = client.get(PATH, params=query).json()
        assert len(page["items"]) <= 2
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen[-5:] == made
    assert len(seen) == len(set(seen))


def test_the_last_page_says_so_also_when_it_is_full(client: TestClient) -> None:
    last = client.post(PATH, json=VALUES).json()["id"]
    before = client.get(PATH, params={"limit": 100}).json()["items"][-2]["id"]
    page = client.get(PATH, params={"limit": 1, "after": before}).json()
    assert ([item["id"] for item in page["items"]], page["next"]) == ([last], None)


def test_a_request_is_measured_by_its_route(client: TestClient) -> None:
    client.get(UNKNOWN)
    line = f'http_request_duration_seconds_count{{method="GET",route="{PATH}/{{id}}",status="404"}}'
    assert line in client.get("/metrics").text
