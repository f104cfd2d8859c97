"""Names have to be right where they end up: on GitHub, in Kubernetes, in a registry."""

import pytest

from tests.unit.catalog.sample import ProblemsOf, catalog_text, line_of, replaced, with_entry

NEW = "kind: library, language: go, purpose: New, phase: 1"
NOT_GITHUB = "is not a GitHub repository name"
NOT_KUBERNETES = "which is not a DNS label"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("two words", NOT_GITHUB),
        ("a/b", NOT_GITHUB),
        ("naïve", NOT_GITHUB),
        ("x.git", NOT_GITHUB),
        ("x.WIKI", NOT_GITHUB),
        ("..", NOT_GITHUB),
        ("a" * 101, NOT_GITHUB),
        ('"line\\n"', NOT_GITHUB),
        ("under_score", NOT_KUBERNETES),
        ("dot.dot", NOT_KUBERNETES),
        ("Upper", NOT_KUBERNETES),
        ("1st", NOT_KUBERNETES),
        ("ends-", NOT_KUBERNETES),
        ("a" * 64, NOT_KUBERNETES),
    ],
)
def test_a_repository_name_must_suit_github_and_kubernetes(problems_of: ProblemsOf, name: str, words: str) -> None:
    text = with_entry(f"name: {name}, {NEW}")
    (problem,) = problems_of(text)
    assert words in problem.message
    assert problem.line == line_of(text, NEW)


@pytest.mark.parametrize("name", ["pyairtable-go", "a" * 63, f"pyairtable-{'a' * 63}-go", "pyairtable-new-service-go"])
def test_a_name_that_suits_both_is_accepted(problems_of: ProblemsOf, name: str) -> None:
    assert problems_of(with_entry(f"name: {name}, {NEW}")) == ()


@pytest.mark.parametrize("name", ["-a", "a-", "a_b", "a" * 40, "a b"])
def test_an_organisation_name_must_suit_github(problems_of: ProblemsOf, name: str) -> None:
    (problem,) = problems_of(catalog_text(organization=name))
    assert "is not a GitHub organisation; use at most 39 letters" in problem.message


@pytest.mark.parametrize("name", ["Prod", "my env", "-x", '""', "a" * 64])
def test_an_environment_name_must_suit_kubernetes(problems_of: ProblemsOf, name: str) -> None:
    (problem,) = problems_of(catalog_text(environments=f"{{{name}: {{}}}}"))
    assert "is not an environment name" in problem.message


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("{tag: 'has space'}", "is not an image tag"),
        ("{tag: .v1}", "is not an image tag"),
        ("{tag: v1, repository: Upper}", "is not an image name"),
        ("{tag: v1, repository: a//b}", "is not an image name"),
    ],
)
def test_an_image_must_be_one_that_a_registry_can_hold(problems_of: ProblemsOf, image: str, words: str) -> None:
    (problem,) = problems_of(replaced("{tag: v1}", image))
    assert words in problem.message


def test_a_name_stands_for_one_repository(problems_of: ProblemsOf) -> None:
    text = with_entry(f"name: shared-go, {NEW}")
    (problem,) = problems_of(text)
    assert problem.message.startswith("'shared-go' is taken; ")
    assert problem.message.endswith(f"first on line {line_of(text, 'shared-go')}")
    assert problem.line == line_of(text, "purpose: New")


def test_names_that_differ_in_case_are_one_name_to_github(problems_of: ProblemsOf) -> None:
    assert any("'SHARED-go' is taken" in p.message for p in problems_of(with_entry(f"name: SHARED-go, {NEW}")))


def test_two_names_must_not_become_one_in_kubernetes(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(with_entry(f"name: pyairtable-gate-py, {NEW}"))
    assert "'pyairtable-gate-py' and 'gate-go' would both be 'gate' in Kubernetes" in problem.message


@pytest.mark.parametrize("former", ["shared-go", "old-py", "OLD-py"])
def test_a_former_name_must_not_be_in_use(problems_of: ProblemsOf, former: str) -> None:
    (problem,) = problems_of(replaced("origin: existing", f"origin: existing, renamed_from: {former}"))
    assert f"'{former}' is taken" in problem.message


def test_two_repositories_cannot_have_had_the_same_name(problems_of: ProblemsOf) -> None:
    text = replaced("origin: existing", "origin: existing, renamed_from: was").replace(
        "kind: library", "kind: library, origin: existing, renamed_from: was"
    )
    (problem,) = problems_of(text)
    assert "'was' is taken" in problem.message
