from fastapi.testclient import TestClient

from tests.unit.conftest import SERVICE


def test_the_root_says_what_is_running(client: TestClient) -> None:
    assert client.get("/").json() == SERVICE.model_dump()


def test_a_service_without_its_database_is_alive_and_not_ready(client: TestClient) -> None:
    assert client.get("/health").status_code == 200
    response = client.get("/ready")
    assert response.status_code == 503
    assert response.json()["detail"] == "Waiting for: database."
