"""Values of the wrong type, out of range, missing or unknown."""

import pytest

from tests.unit.catalog.sample import ProblemsOf, catalog_text, line_of, replaced, with_entry, without


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("port: 8080", "port: '8080'", "defaults.go.port must be a whole number, not '8080'; remove the quotes"),
        ("port: 8080", "port: 8080.0", "defaults.go.port must be a whole number, not 8080.0"),
        ("port: 8080", "port: true", "defaults.go.port must be a whole number, not true"),
        ("port: 8080", "port: [8080]", "defaults.go.port must be a whole number, not a list"),
        ("port: 8080", "port: {a: 1}", "defaults.go.port must be a whole number, not a mapping"),
        ("port: 8080", "port: 80", "defaults.go.port must be at least 1024, not 80"),
        ("port: 8080", "port: 0xFFFFF", "defaults.go.port must be at most 65535, not 1048575"),
        ("port: 8080", "port: .inf", "defaults.go.port must be a whole number, not inf"),
        ("tag: v1", "tag: 1.10", "'old-py': image.tag must be text, not 1.1; put it in quotes: \"1.1\""),
        ("name: old-py", "name: true", "entry 1 of repositories: name must be text, not true"),
        ("name: old-py", "name: 5", 'entry 1 of repositories: name must be text, not 5; put it in quotes: "5"'),
        ("name: old-py", "name: ", "entry 1 of repositories: name must be text, not empty"),
        ("kind: service", "kind: job", "'old-py': kind must be 'service', 'library' or 'infrastructure', not 'job'"),
        ("title: Critical path", "title: 7", "phases[1].title must be text, not 7"),
        ("[shared-go]", "shared-go", "'gate-go': depends_on must be a list, not 'shared-go'; write [shared-go]"),
        ("cpu: 25m", "cpu: 1", 'defaults.go.resources.requests.cpu must be text, not 1; put it in quotes: "1"'),
        ("cpu: 25m", "cpu: 25Mi", "defaults.go.resources.requests.cpu: '25Mi' is no amount of CPU; write cores"),
        ("memory: 32Mi", "memory: 32MB", "defaults.go.resources.requests.memory: '32MB' is no amount of memory"),
        ("memory: 32Mi", "memory: 32m", "defaults.go.resources.requests.memory: '32m' is no amount of memory"),
        ("memory: 32Mi", "memory: 0Mi", "defaults.go.resources.requests.memory: '0Mi' is no amount of memory"),
        ("memory: 32Mi", "memory: -1Mi", "defaults.go.resources.requests.memory: '-1Mi' is no amount of memory"),
        ("liveness: /health", "liveness: health", "defaults.go.probes.liveness: 'health' is not the path of a URL"),
        ("minimum: 300", "minimum: 900", "budget.monthly_dollars: the minimum 900 is above the maximum 600"),
        ("version: 1", "version: 2", "version must be 1, not 2"),
        ("dev: {}", "dev: ", "environments.dev must be a mapping with keys such as port, resources, autoscaling"),
        ("purpose: Old", 'purpose: "a\\nb"', "'old-py': purpose: 'a\\nb' is not one line of text"),
        ("purpose: Old", f"purpose: {'x' * 351}", "'old-py': purpose must be at most 350 characters, not 'xxx"),
    ],
)
def test_a_wrong_value_is_reported_at_its_line_with_what_to_write(
    problems_of: ProblemsOf, old: str, new: str, message: str
) -> None:
    text = replaced(old, new)
    (problem,) = [p for p in problems_of(text) if p.message.startswith(message)]
    assert problem.line == line_of(catalog_text(), old)


@pytest.mark.parametrize("value", ["phases", "repositories"])
def test_an_empty_list_needs_an_entry(problems_of: ProblemsOf, value: str) -> None:
    messages = [p.message for p in problems_of(catalog_text(**{value: "[]"}))]
    assert f"{value} must be at least 1 long, not an empty list" in messages


def test_a_very_long_number_is_refused_once_and_shown_short(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(replaced("port: 8080", f"port: {'9' * 10_000}"))
    assert "too long for a number" in problem.message
    assert len(problem.message) < 120


def test_an_unknown_key_is_answered_with_the_key_that_was_meant(problems_of: ProblemsOf) -> None:
    text = replaced("purpose: Old", "purpose: Old, dependson: []")
    (problem,) = problems_of(text)
    assert problem.message == "'dependson' is no key of 'old-py'; did you mean 'depends_on'?"
    assert problem.line == line_of(text, "dependson")


def test_an_unknown_key_that_resembles_none_is_answered_with_all_of_them(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(replaced("dev: {}", "dev: {zzz: 1}"))
    assert problem.message.startswith("'zzz' is no key of environments.dev; the keys here are port, resources")


@pytest.mark.parametrize("key", ["1", "null", "true", "2026-01-01", "é"])
def test_a_key_of_another_type_is_an_unknown_key(problems_of: ProblemsOf, key: str) -> None:
    (problem,) = problems_of(catalog_text() + f"{key}: x\n")
    assert problem.message.startswith(f"'{key}' is no key")


def test_a_missing_key_is_reported_at_its_entry_with_an_example(problems_of: ProblemsOf) -> None:
    text = replaced(", purpose: Old", "")
    (problem,) = problems_of(text)
    assert problem.message == "'purpose' is missing in 'old-py'; write 'purpose: Vector embeddings'"
    assert problem.line == line_of(text, "old-py")


@pytest.mark.parametrize("part", ["version", "organization", "budget", "defaults", "environments", "phases"])
def test_a_missing_part_is_named(problems_of: ProblemsOf, part: str) -> None:
    (problem,) = problems_of(without(part))
    assert problem.message.startswith(f"'{part}' is missing; write '{part}: ")


def test_control_characters_of_the_file_do_not_reach_the_terminal(problems_of: ProblemsOf) -> None:
    problems = problems_of(with_entry('name: "\\e[31mred\\n", "\\e[0m": 1, depends_on: ["\\r"]'))
    assert len(problems) > 3
    assert all(problem.message.isprintable() for problem in problems)


def test_all_mistakes_of_a_file_are_reported_in_one_run(problems_of: ProblemsOf) -> None:
    text = (
        replaced("kind: service, language: python", "kind: sevice, language: python")
        .replace("port: 8080", "port: 80", 1)
        .replace("phase: 1, depends_on: [shared-go]", "phase: 7, depends_on: [shred-go, shared-go, gate-go], x: 1")
        .replace("memory: 1G", "memory: 1M", 1)
        .replace("organization: Reg-Kris", "organization: Reg Kris\norganization: x")
    )
    expected = [
        "stands here twice",
        "is not a GitHub organisation",
        "port must be at least 1024",
        "kind must be",
        "did you mean 'shared-go'",
        "cannot depend on itself",
        "there is no phase 7",
        "'x' is no key",
    ]
    messages = [problem.message for problem in problems_of(text)]
    assert len(messages) == len(expected)
    for words in expected:
        assert sum(words in message for message in messages) == 1, words
