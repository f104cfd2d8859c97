"""What entries say about each other and about the phases."""

import pytest

from tests.unit.catalog.sample import ProblemsOf, catalog_text, line_of, replaced, with_entry

LIBRARY = "kind: library, language: go, purpose: New"


def test_a_missing_dependency_is_reported_with_the_name_that_was_meant(problems_of: ProblemsOf) -> None:
    text = replaced("[shared-go]", "[shard-go]")
    (problem,) = problems_of(text)
    assert problem.message == "'shard-go' is no repository of this catalog; did you mean 'shared-go'?"
    assert (problem.line, text.splitlines()[problem.line - 1][problem.column - 1 :][:8]) == (
        line_of(text, "shard-go"),
        "shard-go",
    )


def test_a_dependency_on_a_later_phase_is_refused(problems_of: ProblemsOf) -> None:
    text = replaced("origin: existing", "origin: existing, depends_on: [shared-go]")
    (problem,) = problems_of(text)
    assert problem.message == (
        "'shared-go' starts in phase 1, after 'old-py' in phase 0; move one of them, or remove the dependency; "
        f"that phase is on line {line_of(text, 'name: shared-go')}"
    )


def test_a_dependency_stands_in_a_list_once(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(replaced("[shared-go]", "[shared-go, shared-go]"))
    assert problem.message == "'shared-go' stands in this list twice; remove one"


def test_a_repository_cannot_depend_on_itself(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(replaced("[shared-go]", "[gate-go]"))
    assert problem.message == "'gate-go' cannot depend on itself; remove it"


def test_each_cycle_is_shown_from_the_entry_that_comes_first(problems_of: ProblemsOf) -> None:
    entries = ["a-go: b-go", "b-go: c-go", "c-go: a-go", "d-go: e-go", "e-go: d-go"]
    lines = [
        f"  - {{name: {name}, {LIBRARY}, phase: 0, depends_on: [{needs}]}}"
        for name, needs in (entry.split(": ") for entry in entries)
    ]
    text = catalog_text(phases="[{number: 0, title: All}]", repositories="\n" + "\n".join(lines))
    assert [(problem.line, problem.message) for problem in problems_of(text)] == [
        (line_of(text, cycle.split("'")[1]), f"a dependency cycle: {cycle}; remove one of these dependencies")
        for cycle in ("'a-go' → 'b-go' → 'c-go' → 'a-go'", "'d-go' → 'e-go' → 'd-go'")
    ]


def test_a_cycle_is_found_through_an_entry_that_is_wrong_elsewhere(problems_of: ProblemsOf) -> None:
    text = replaced("kind: library", "kind: libary, depends_on: [gate-go]")
    assert any("a dependency cycle" in problem.message for problem in problems_of(text))


def test_an_unknown_phase_is_answered_with_the_phases_that_exist(problems_of: ProblemsOf) -> None:
    text = with_entry(f"name: new-go, {LIBRARY}, phase: 9")
    (problem,) = problems_of(text)
    assert problem.message == "there is no phase 9; write one of 0, 1, or add it under 'phases'"
    assert problem.line == line_of(text, "phase: 9")


def test_a_phase_without_a_repository_is_refused(problems_of: ProblemsOf) -> None:
    text = replaced("title: Critical path}", "title: Critical path}\n  - {number: 2, title: Nothing}")
    (problem,) = problems_of(text)
    assert problem.message == "phase 2 has no repository; give it one or remove the phase"
    assert problem.line == line_of(text, "Nothing")


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ([0, 2], "write 1 instead of 2"),
        ([1, 2], "write 0 instead of 1"),
        ([0, 1, 1], "write 2 instead of 1"),
        ([1, 0], "write 0 instead of 1"),
    ],
)
def test_phases_count_up_from_0_in_order(problems_of: ProblemsOf, numbers: list[int], message: str) -> None:
    phases = "".join(f"\n  - {{number: {number}, title: Phase}}" for number in numbers)
    entries = "".join(f"\n  - {{name: p{number}-go, {LIBRARY}, phase: {number}}}" for number in set(numbers))
    (problem,) = problems_of(catalog_text(phases=phases, repositories=entries))
    assert problem.message == f"phases count up from 0 in order; {message}, and renumber what follows"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: library", "kind: library, image: {tag: v1}", "a library does not run; remove 'image'"),
        ("kind: library", "kind: library, workload: {port: 8081}", "a library does not run; remove 'workload'"),
        ("purpose: Entry", "purpose: Entry, image: {tag: v1}", "a new service's image is built from its repository"),
        ("purpose: Entry", "purpose: Entry, renamed_from: x", "only an existing repository can be renamed"),
        (", image: {tag: v1}", "", "an existing service runs the image that its own pipeline pushed; add 'image:"),
    ],
)
def test_an_entry_must_not_contradict_itself(problems_of: ProblemsOf, old: str, new: str, message: str) -> None:
    text = replaced(old, new)
    (problem,) = problems_of(text)
    assert problem.message.startswith(message)
    assert problem.line == line_of(catalog_text(), old)
