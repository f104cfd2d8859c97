"""The organisation's teams. A team that exists is taken over; none is ever deleted, and members are not managed."""

from collections.abc import Mapping

import pulumi
import pulumi_github as github

from catalog.repository_settings import Team

TYPE = "github:index/team:Team"


def logical_name(slug: str) -> str:
    """Logical name of a team."""
    return f"team-{slug}"


class OrganizationTeams(pulumi.ComponentResource):
    """Every team of the catalog.

    Attributes:
        ids: GitHub's ids by slug.
    """

    ids: dict[str, pulumi.Output[str]]

    def __init__(
        self,
        name: str,
        *,
        teams: Mapping[str, Team],
        existing: Mapping[str, str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the teams.

        Args:
            name: logical name.
            teams: of the catalog, by slug.
            existing: ids of those that GitHub has and the state does not, by slug.
            opts: Pulumi's resource options.
        """
        retained = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(retain_on_delete=True))
        super().__init__("pyairtable:github:OrganizationTeams", name, None, retained)
        self.ids = {
            slug: github.Team(
                logical_name(slug),
                name=team.name,
                description=team.description,
                privacy=team.privacy,
                opts=pulumi.ResourceOptions(
                    parent=self,
                    retain_on_delete=True,
                    import_=existing.get(slug),
                    # What the catalog does not say is the organisation's own: where a team stands, and how it hears.
                    ignore_changes=["parentTeamId", "parentTeamReadId", "parentTeamReadSlug", "notificationSetting"],
                ),
            ).id
            for slug, team in teams.items()
        }
        self.register_outputs({})
