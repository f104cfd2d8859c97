from fastapi.testclient import TestClient

from ..main import app

client = TestClient(app)


def test_a_step_gets_the_results_it_waited_for() -> None:
    run = client.post("/workflows/order-total/runs", json={"a": 2, "b": 3}).json()
    assert run["results"] == {"lines": 2, "total": 5, "report": {"lines": 2, "total": 5}}
    assert client.get(f"/runs/{run['id']}").json() == run


def test_steps_that_wait_for_each_other_are_refused() -> None:
    steps = [{"name": "a", "action": "sum", "after": ["b"]}, {"name": "b", "action": "sum", "after": ["a"]}]
    answer = client.put("/workflows/loop", json={"name": "loop", "steps": steps})
    assert answer.status_code == 422
    assert "wait for each other" in answer.text


def test_an_unknown_workflow_cannot_run() -> None:
    assert client.post("/workflows/nope/runs", json={}).status_code == 404
