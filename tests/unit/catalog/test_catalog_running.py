"""The layers of settings: what they add up to, and which of them is to blame when they do not."""

from pathlib import Path

from catalog import load
from tests.unit.catalog.sample import ProblemsOf, catalog_text, line_of, replaced


def test_an_environment_goes_over_the_entry_and_the_entry_over_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "services.yaml"
    text = catalog_text(environments="{dev: {autoscaling: {minimum: 1}}, prod: {}}")
    entry = "workload: {autoscaling: {minimum: 3, maximum: 5}}, purpose: Entry"
    file.write_text(text.replace("purpose: Entry", entry))
    catalog = load(file)
    gate = next(service for service in catalog.services if service.name == "gate-go")
    found = {name: catalog.workload(gate, name).autoscaling for name in catalog.environments}
    assert {name: (a.minimum, a.maximum, a.cpu_percent) for name, a in found.items()} == {
        "dev": (1, 5, 70),
        "prod": (3, 5, 70),
    }
    assert catalog.requested_memory("prod") == (2 * 96 + 3 * 32) * 2**20


def test_a_request_above_its_limit_is_blamed_on_the_entry_that_raised_it(problems_of: ProblemsOf) -> None:
    text = replaced("purpose: Entry", "purpose: Entry, workload: {resources: {requests: {memory: 100Mi}}}")
    (problem,) = problems_of(text)
    assert problem.message == (
        "the memory request 100Mi is above the limit 64Mi; lower one or raise the other; this affects 'gate-go' in "
        f"'dev' and 'prod'; the other is on line {line_of(text, 'memory: 64Mi')}"
    )
    assert problem.line == line_of(text, "100Mi")


def test_a_request_above_its_limit_is_blamed_on_the_defaults_once_for_all_services(problems_of: ProblemsOf) -> None:
    text = replaced("cpu: 50m", 'cpu: "1.5"')
    (problem,) = problems_of(text)
    assert problem.message.startswith("the cpu request 1.5 is above the limit 1; ")
    assert "this affects 'old-py' in 'dev' and 'prod'" in problem.message
    assert problem.line == line_of(text, '"1.5"')


def test_a_minimum_above_the_maximum_is_blamed_on_the_environment_that_set_it(problems_of: ProblemsOf) -> None:
    text = catalog_text(environments="\n  dev: {autoscaling: {minimum: 5}}\n  prod: {}")
    (problem,) = problems_of(text)
    assert "the minimum of 5 replicas is above the maximum of 4" in problem.message
    assert "this affects 'old-py' in 'dev'" in problem.message
    assert problem.line == line_of(text, "dev:")


def test_every_contradiction_of_one_service_is_reported(problems_of: ProblemsOf) -> None:
    own = "{resources: {limits: {cpu: 1m, memory: 1Mi}}, autoscaling: {maximum: 1}}"
    problems = problems_of(replaced("purpose: Entry", f"purpose: Entry, workload: {own}"))
    assert [problem.message.split(" ")[1] for problem in problems] == ["cpu", "memory", "minimum"]


def test_a_default_that_is_missing_is_reported_once(problems_of: ProblemsOf) -> None:
    text = replaced("    metrics: /metrics\n", "")
    (problem,) = problems_of(text)
    assert problem.message.startswith("'metrics' is missing; every default has to be given; this affects 'gate-go'")
    assert problem.line == line_of(text, "go:")


def test_a_catalog_over_its_memory_budget_is_refused_with_the_largest_services(problems_of: ProblemsOf) -> None:
    text = replaced("memory: 1G", "memory: 200M")
    problems = problems_of(text)
    assert [problem.message for problem in problems] == [
        f"the services of '{name}' request 256Mi of memory at minimum replicas, over the budget of '200M' (191Mi); "
        "request less or run fewer replicas; the largest are 'old-py' 192Mi, 'gate-go' 64Mi"
        for name in ("dev", "prod")
    ]
    assert {problem.line for problem in problems} == {line_of(text, "200M")}


def test_a_catalog_exactly_at_its_budget_is_accepted(problems_of: ProblemsOf) -> None:
    assert problems_of(replaced("memory: 1G", "memory: 256Mi")) == ()
