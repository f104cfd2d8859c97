"""The past of the six repositories: who did what when, which branches and discussions are open."""

from sandbox.existing.histories import (
    airtable_gateway,
    analytics_service,
    llm_orchestrator,
    mcp_server,
    platform_services,
    workflow_engine,
)
from sandbox.github.seed import SeedRepository


def repositories() -> list[SeedRepository]:
    """The repositories as their teams left them; the same ones at every call.

    Raises:
        ValueError: a history tells of a past that the files of today contradict.
    """
    return [
        llm_orchestrator.repository(),
        mcp_server.repository(),
        airtable_gateway.repository(),
        platform_services.repository(),
        workflow_engine.repository(),
        analytics_service.repository(),
    ]
