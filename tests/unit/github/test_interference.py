"""Rate limits, injected faults and the request log."""

from typing import Any

import httpx
import pytest

from sandbox.github.limits import Limits, RateLimiter
from tests.unit.stand_in import DEMO, OWNER, Api


def control(api: Api, method: str, what: str, body: Any = None, status: int = 200) -> Any:
    answer = api.client.request(method, f"/_control/{what}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def test_the_control_routes_need_the_token(live: str) -> None:
    for what in ("requests", "limits", "faults"):
        assert httpx.get(f"{live}/_control/{what}").status_code == 401


def test_the_log_counts_requests_until_it_is_cleared(api: Api) -> None:
    api.create()
    api("GET", f"{DEMO}/branches/none", status=404)
    seen = [(each["method"], each["path"], each["status"]) for each in control(api, "GET", "requests")]
    assert seen == [
        ("POST", f"/api/v3/orgs/{OWNER}/repos", 201),
        ("GET", f"/api/v3{DEMO}/branches/none", 404),
    ]
    control(api, "DELETE", "requests", status=204)
    assert control(api, "GET", "requests") == []


def test_content_beyond_the_limit_is_refused_with_the_time_to_wait(api: Api) -> None:
    api.create()
    control(api, "POST", "limits", {"enabled": True, "content_per_minute": 2})
    for number in range(2):
        api("POST", f"{DEMO}/issues", {"title": str(number)}, 201)
    answer = api.client.post(f"/api/v3{DEMO}/issues", json={"title": "3"})
    assert answer.status_code == 403
    assert "secondary rate limit" in answer.json()["message"]
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    api("POST", f"{DEMO}/labels", {"name": "settings-are-no-content"}, 201)
    assert len(api("GET", f"{DEMO}/issues")) == 2


def test_limits_follow_the_clock() -> None:
    time = 0.0
    limiter = RateLimiter(lambda: time)
    limiter.set(Limits(enabled=True))
    path = "/api/v3/repos/o/r/issues"
    assert [limiter.wait("POST", path) for _ in range(80)] == [0] * 80
    assert limiter.wait("POST", path) == 60
    for minute in range(1, 7):
        time = minute * 60.0
        allowed = [limiter.wait("POST", path) for _ in range(80)].count(0)
        assert allowed == (80 if minute < 6 else 20)
    assert limiter.wait("POST", path) == 3600 - 360


@pytest.mark.parametrize(
    ("kind", "status"), [("secondary_limit", 403), ("bad_gateway", 502), ("conflict", 409), ("timeout", 504)]
)
def test_an_ordered_fault_strikes_as_often_as_ordered(api: Api, kind: str, status: int) -> None:
    api.create()
    control(api, "POST", "faults", {"kind": kind, "path": "/labels$", "method": "POST", "count": 1, "seconds": 0})
    api("GET", f"{DEMO}/labels")
    api("POST", f"{DEMO}/labels", {"name": "new"}, status)
    api("POST", f"{DEMO}/labels", {"name": "new"}, 201)


def test_an_answer_can_be_lost_after_the_work_is_done(api: Api) -> None:
    control(api, "POST", "faults", {"kind": "bad_gateway", "method": "POST", "count": 1, "after": True})
    api("POST", f"/orgs/{OWNER}/repos", {"name": "demo"}, 502)
    assert api("GET", DEMO)["name"] == "demo"


def test_an_answer_can_be_cut_in_half(api: Api) -> None:
    api.create()
    control(api, "POST", "faults", {"kind": "truncated", "count": 1})
    with pytest.raises(httpx.RemoteProtocolError):
        api("GET", DEMO)
    assert api("GET", DEMO)["name"] == "demo"


def test_the_same_seed_strikes_the_same_requests(api: Api) -> None:
    def statuses() -> list[int]:
        control(api, "POST", "faults", {"kind": "bad_gateway", "probability": 0.3, "seed": 7})
        return [api.client.get("/api/v3/user").status_code for _ in range(30)]

    first = statuses()
    assert first == statuses()
    assert 0 < first.count(502) < 20


@pytest.mark.parametrize("fault", [{"kind": "unknown"}, {"kind": "slow", "path": "("}, {"kind": "slow", "typo": 1}])
def test_a_fault_that_makes_no_sense_is_refused(api: Api, fault: dict[str, Any]) -> None:
    control(api, "POST", "faults", fault, 422)
