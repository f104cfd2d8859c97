from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from .. import main
from ..store import KEPT_DAYS, Store


@pytest.fixture
def client() -> TestClient:
    main.store = Store()
    return TestClient(main.app)


def test_reports_count_what_was_sent(client: TestClient) -> None:
    names = ("view.open", "view.open", "record.edit")
    client.post("/events", json=[{"name": name, "day": "2025-03-01"} for name in names])
    assert client.get("/reports/daily").json() == {"2025-03-01": 3}
    assert client.get("/reports/top", params={"limit": 1}).json() == [{"name": "view.open", "count": 2}]


def test_an_event_with_a_free_text_name_is_refused(client: TestClient) -> None:
    assert client.post("/events", json=[{"name": "Clicked it!", "day": "2025-03-01"}]).status_code == 422


def test_old_days_are_forgotten() -> None:
    store = Store()
    today = date(2025, 3, 1)
    store.add(today - timedelta(days=KEPT_DAYS + 1), "view.open")
    store.add(today, "view.open")
    assert store.daily() == {today: 1}
