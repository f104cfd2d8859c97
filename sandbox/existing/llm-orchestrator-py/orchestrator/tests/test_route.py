from fastapi.testclient import TestClient

from ..main import app

client = TestClient(app)


def test_a_short_prompt_goes_to_the_cheapest_model() -> None:
    answer = client.post("/route", json={"text": "Sum column A."})
    assert answer.json()["model"] == "small"


def test_a_long_prompt_goes_to_a_model_that_holds_it() -> None:
    answer = client.post("/route", json={"text": "x" * 100_000})
    assert answer.json()["model"] == "medium"


def test_a_prompt_that_no_model_holds_is_refused() -> None:
    assert client.post("/route", json={"text": "x" * 600_000}).status_code == 413


def test_a_tenants_tokens_are_counted() -> None:
    client.post("/route", json={"text": "x" * 40, "tenant": "acme"})
    assert client.get("/usage/acme").json() == {"tokens": 11}
