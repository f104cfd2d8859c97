import pulumi

from catalog import Catalog
from catalog.repository_settings import Team
from components.organization_teams import OrganizationTeams
from tests.unit.components.recording import Recording, record


def register(existing: dict[str, str], *slugs: str) -> Recording:
    teams = {slug: Team(name=slug.title(), description=f"The {slug} team") for slug in slugs}

    def program() -> None:
        made = OrganizationTeams("teams", teams=teams, existing=existing)
        pulumi.export("ids", made.ids)

    return record(program)


def test_a_missing_team_is_made_and_one_that_exists_is_taken_over() -> None:
    made = register({"data": "41"}, "platform", "data")
    assert {resource.name: resource.import_id for resource in made.below("teams")} == {
        "team-platform": "",
        "team-data": "41",
    }
    assert made["team-platform"].inputs == {
        "name": "Platform",
        "description": "The platform team",
        "privacy": "closed",
    }
    assert made.exports["ids"]["data"] == "41"


def test_no_team_goes_with_the_stack() -> None:
    made = register({}, "platform")
    assert all(resource.retained for resource in made.resources)


def test_where_a_team_stands_and_how_it_hears_is_left_to_the_organisation() -> None:
    ignored = register({"platform": "41"}, "platform")["team-platform"].ignored
    assert {"parentTeamId", "notificationSetting"} <= set(ignored)


def test_the_committed_catalog_s_owners_are_teams_of_it(plan: Catalog) -> None:
    assert {plan.settings_of(entry).owner for entry in plan.repositories} <= set(plan.teams)
