"""The layers of a repository's settings on GitHub: how they add up, and which of them is to blame when they do not."""

from pathlib import Path

import pytest

from catalog import Catalog, load
from catalog.repository_settings import RepositorySettings
from tests.unit.catalog.sample import PARTS, ProblemsOf, catalog_text, line_of, replaced


@pytest.fixture
def settings_of(tmp_path: Path) -> "SettingsOf":
    return SettingsOf(tmp_path / "services.yaml")


class SettingsOf:
    """What the program gives a repository of the sample."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def catalog(self, entry: str = "", name: str = "gate-go", organization: str = "", kinds: str = "{}") -> Catalog:
        parts = {"settings": PARTS["settings"] + organization, "settings_by_kind": kinds}
        text = catalog_text(**parts)
        if entry:
            text = text.replace(f"name: {name},", f"name: {name}, settings: {{{entry}}},")
        self.file.write_text(text)
        return load(self.file)

    def __call__(self, entry: str = "", name: str = "gate-go", **layers: str) -> RepositorySettings:
        catalog = self.catalog(entry, name, **layers)
        return catalog.managed_settings(next(r for r in catalog.repositories if r.name == name))


def test_a_repository_goes_over_its_kind_and_the_kind_over_the_organisation(settings_of: SettingsOf) -> None:
    settings = settings_of(
        entry="variables: {ZONE: own}",
        kinds="{service: {variables: {ZONE: kind, REGION: kind}}}",
        organization="\n  variables: {ZONE: all, REGION: all, PLANET: all}",
    )
    assert settings.variables == {"ZONE": "own", "REGION": "kind", "PLANET": "all"}


def test_a_layer_changes_only_what_it_says_at_any_depth(settings_of: SettingsOf) -> None:
    settings = settings_of(
        entry="merging: {rebase: true}, labels: {late: {color: '000000'}}",
        organization="\n  labels: {late: {color: ffffff, description: Overdue}}",
    )
    assert settings.merging
    assert (settings.merging.rebase, settings.merging.squash) == (True, True)
    label = (settings.labels or {})["late"]
    assert label
    assert (label.color, label.description) == ("000000", "Overdue")


def test_a_list_replaces_the_one_below(settings_of: SettingsOf) -> None:
    assert settings_of(entry="topics: [b]", organization="\n  topics: [a, c]").topics == ("b",)


def test_null_takes_away_what_a_lower_layer_says(settings_of: SettingsOf) -> None:
    settings = settings_of(
        entry="tag_rules: null, variables: {ZONE: null}",
        organization="\n  tag_rules: {patterns: [v*]}\n  variables: {ZONE: a, REGION: b}",
    )
    assert settings.tag_rules is None
    assert settings.variables == {"REGION": "b"}


def test_another_kind_keeps_the_organisation_s(settings_of: SettingsOf) -> None:
    catalog = settings_of.catalog(kinds="{library: {tag_rules: {patterns: [v*]}}}")
    having = [r.name for r in catalog.repositories if catalog.settings_of(r).tag_rules]
    assert having == ["shared-go"]


def test_nothing_of_an_existing_repository_is_managed_unless_its_entry_says_so(settings_of: SettingsOf) -> None:
    assert settings_of(name="old-py").model_fields_set == set()


def test_of_an_existing_repository_exactly_what_its_entry_names_is_managed(settings_of: SettingsOf) -> None:
    settings = settings_of(entry="features: {wiki: false}, topics: [old]", name="old-py")
    assert settings.model_dump(exclude_unset=True) == {"features": {"wiki": False}, "topics": ("old",)}


def test_a_label_or_ruleset_that_an_existing_repository_s_entry_names_is_managed_whole(settings_of: SettingsOf) -> None:
    settings = settings_of(
        entry="labels: {late: {}}, tag_rules: {}",
        name="old-py",
        organization="\n  labels: {late: {color: ffffff}, early: {color: '000000'}}\n  tag_rules: {patterns: [v*]}",
    )
    assert settings.model_dump(exclude_unset=True) == {
        "labels": {"late": {"color": "ffffff"}},
        "tag_rules": {"patterns": ("v*",)},
    }


@pytest.mark.parametrize(
    ("entry", "scanning", "advanced"),
    [
        ("visibility: private", None, None),
        ("visibility: private, security: {advanced_security: true}", True, True),
        ("visibility: public", True, None),
        ("visibility: public, security: {advanced_security: true}", True, None),
    ],
)
def test_secret_scanning_is_asked_for_only_where_github_allows_it(
    settings_of: SettingsOf, entry: str, scanning: bool | None, advanced: bool | None
) -> None:
    security = settings_of(entry=entry).security
    assert security
    assert (security.secret_scanning, security.push_protection, security.advanced_security) == (
        scanning,
        scanning,
        advanced,
    )


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("  visibility: private\n", "'visibility' is missing; every setting has to be given for the organisation"),
        ("    squash: true\n", "'merging.squash' is missing; every setting has to be given for the organisation"),
        ("  owner: platform\n", "'owner' is missing; every repository has a team that owns it"),
    ],
)
def test_a_setting_that_no_layer_gives_is_reported_once(problems_of: ProblemsOf, missing: str, message: str) -> None:
    (problem,) = problems_of(replaced(missing, ""))
    assert problem.message.startswith(f"{message}; this affects ")
    assert "'gate-go'" in problem.message


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (
            "teams: {nobody: push}",
            "'nobody' is no team of this catalog; name another, or add it under the catalog's 'teams'",
        ),
        ("teams: {platfrom: push}", "'platfrom' is no team of this catalog; did you mean 'platform'?"),
        ("owner: nobody", "'nobody' is no team of this catalog"),
        ("teams: {platform: pull}", "'platform' cannot own code that it may not write; give it 'push'"),
        ("environments: {prod: {reviewers: [nobody]}}", "'nobody' is no team of this catalog"),
        ("merging: {squash: false}", "nothing can be merged; allow 'squash', 'rebase' or 'merge_commit'"),
        ("merging: {squash_title: COMMIT_OR_PR_TITLE}", "with the title COMMIT_OR_PR_TITLE GitHub takes only COMMIT_"),
        ("security: {vulnerability_alerts: false}", "'security_updates' needs 'vulnerability_alerts: true'"),
        ("security: {secret_scanning: false}", "'push_protection' needs 'secret_scanning: true'"),
        ("labels: {bug: {color: ffffff}}", "GitHub itself gives every new repository 'bug'; choose another name"),
        ("labels: {late: {}}", "'color' of 'late' is missing; write it, or null instead of 'late'"),
        ("labels: {late: {color: ffffff}, Late: {color: ffffff}}", "the labels 'late' and 'Late' are one on GitHub"),
        ("webhooks: {chat: {events: [push]}}", "'url' of 'chat' is missing; write it, or null instead"),
        ("tag_rules: {}", "'tag_rules.patterns' is missing; a ruleset has to be complete, or tag_rules null"),
    ],
)
def test_settings_that_github_would_refuse_are_refused_at_the_entry(
    problems_of: ProblemsOf, own: str, message: str
) -> None:
    text = replaced("purpose: Entry", f"purpose: Entry, settings: {{{own}}}")
    problems = problems_of(text)
    assert [p.message for p in problems if p.message.startswith(message)], problems
    assert {problem.line for problem in problems} == {line_of(text, "purpose: Entry")}


def test_a_linear_history_without_a_way_to_merge_is_refused(problems_of: ProblemsOf) -> None:
    rules = (
        "{approvals: 1, dismiss_stale_approvals: true, code_owner_approval: false, resolved_conversations: true, "
        "required_checks: [], up_to_date: true, linear_history: true, signed_commits: false, "
        "administrators_bypass: true}"
    )
    own = f"merging: {{squash: false, merge_commit: true}}, branch_rules: {rules}"
    (problem,) = problems_of(replaced("purpose: Entry", f"purpose: Entry, settings: {{{own}}}"))
    assert problem.message.startswith("a linear history has no merge commits, so nothing can be merged")


def test_a_mistake_of_a_kind_is_blamed_on_the_kind_once_for_all_its_repositories(problems_of: ProblemsOf) -> None:
    text = catalog_text(settings_by_kind="\n  service:\n    environments: {prod: {reviewers: [nobody]}}")
    (problem,) = problems_of(text)
    assert problem.message.startswith(
        "'nobody' is no team of this catalog; name another, or add it under the catalog's 'teams'; this affects "
    )
    assert problem.line == line_of(text, "nobody")


def test_a_reviewer_has_to_see_the_repository(problems_of: ProblemsOf) -> None:
    teams = "{platform: {name: Platform, description: All}, other: {name: Other, description: Some}}"
    text = catalog_text(teams=teams).replace(
        "purpose: Entry", "purpose: Entry, settings: {environments: {prod: {reviewers: [other]}}}"
    )
    (problem,) = problems_of(text)
    assert problem.message == "'other' cannot approve what it may not read; add it under the repository's 'teams'"


def test_a_team_has_the_slug_that_github_makes_of_its_name(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(replaced("name: Platform", "name: Platform Team"))
    assert problem.message == (
        "GitHub makes the slug 'platform-team' from the name 'Platform Team'; write 'platform-team', or rename"
    )


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (
            "visibility: hidden",
            "'gate-go': settings.visibility must be 'public', 'private' or 'internal', not 'hidden'",
        ),
        ("variables: {ZONE: 1}", "'gate-go': settings.variables.ZONE must be text, not 1; put it in quotes: \"1\""),
        ("variables: {zone: a}", "'gate-go': settings.variables.zone: 'zone' is not the name of an Actions variable"),
        ("secrets: {GITHUB_X: a}", "'gate-go': settings.secrets.GITHUB_X: 'GITHUB_X' is not the name of an Actions"),
        ("secrets: {X: The Token}", "'gate-go': settings.secrets.X: 'The Token' is not the name of a value in the"),
        ("topics: [Go]", "'gate-go': settings.topics[0]: 'Go' is not a topic"),
        ("labels: {x: {color: red}}", "'gate-go': settings.labels.x.color: 'red' is not a colour; write six"),
        ("default_branch: a..b", "'gate-go': settings.default_branch: 'a..b' is not a branch"),
        (
            "webhooks: {x: {url: 'http://a', events: [push]}}",
            "'gate-go': settings.webhooks.x.url: 'http://a' is not an",
        ),
        ("teams: {platform: write}", "'gate-go': settings.teams.platform must be 'pull', 'triage', 'push', 'maintain'"),
        ("branch_rules: {aprovals: 1}", "'aprovals' is no key of 'gate-go': settings.branch_rules; did you mean 'app"),
        ("branch_rules: {approvals: 11}", "'gate-go': settings.branch_rules.approvals must be at most 10, not 11"),
        ("features: true", "'gate-go': settings.features must be a mapping with keys such as issues, projects"),
    ],
)
def test_a_wrong_value_is_reported_with_what_to_write(problems_of: ProblemsOf, own: str, message: str) -> None:
    (problem,) = problems_of(replaced("purpose: Entry", f"purpose: Entry, settings: {{{own}}}"))
    assert problem.message.startswith(message), problem.message


def test_the_committed_catalog_gives_every_new_repository_the_organisation_s_settings() -> None:
    catalog = load(Path(__file__).resolve().parents[3] / "services.yaml")
    for repository in catalog.repositories:
        settings = catalog.managed_settings(repository)
        if repository.origin == "existing":
            assert settings.model_fields_set == set(), repository.name
            continue
        assert settings.visibility == "private"
        assert settings.branch_rules
        assert settings.branch_rules.required_checks == ("ci",)
        assert (settings.tag_rules is not None) == (repository.kind == "library")
        prod = (settings.environments or {}).get("prod")
        assert bool(prod and prod.reviewers) == (repository.kind == "service")
