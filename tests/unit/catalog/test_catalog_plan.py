"""The committed catalog says what the organisation's plan says, name by name."""

from pathlib import Path

import pytest

from catalog import Catalog, load

PROJECT = Path(__file__).resolve().parents[3]

# The plan's list by stack, with the purpose where the plan gives one.
GO_SERVICES = {
    "pyairtable-api-gateway-go": "Main API entry point (Fiber)",
    "pyairtable-web-bff-go": "Web backend-for-frontend",
    "pyairtable-mobile-bff-go": "Mobile backend-for-frontend",
    "pyairtable-auth-service-go": "JWT authentication",
    "pyairtable-user-service-go": "User management",
    "pyairtable-tenant-service-go": "Multi-tenant management",
    "pyairtable-workspace-service-go": "Workspace operations",
    "pyairtable-permission-service-go": "RBAC implementation",
    "pyairtable-webhook-service-go": "Webhook processing",
    "pyairtable-notification-service-go": "Email/SMS/Push",
    "pyairtable-file-service-go": "File operations",
}
PYTHON_SERVICES = {
    "llm-orchestrator-py": "AI/ML",
    "mcp-server-py": "Protocol",
    "airtable-gateway-py": "Integration",
    "schema-service-py": None,
    "pyairtable-formula-engine-py": "Complex calculations",
    "pyairtable-embedding-service-py": "Vector embeddings",
    "pyairtable-semantic-search-py": "AI-powered search",
    "pyairtable-chat-service-py": "Conversational AI",
    "pyairtable-workflow-engine-py": None,
    "pyairtable-analytics-service-py": None,
    "pyairtable-audit-service-py": "Compliance logging",
}
OTHERS = {
    "pyairtable-go-shared": ("library", "go", "Go shared libraries"),
    "pyairtable-python-shared": ("library", "python", "Python shared libraries"),
    "pyairtable-infrastructure": ("infrastructure", "python", "Terraform, K8s, CI/CD"),
}
# Phases 1 to 4 are the plan's; 0 is what exists, 5 what the plan leaves without a phase.
PHASES = {
    0: {
        "llm-orchestrator-py",
        "mcp-server-py",
        "airtable-gateway-py",
        "schema-service-py",
        "pyairtable-workflow-engine-py",
        "pyairtable-analytics-service-py",
    },
    1: {"pyairtable-infrastructure", "pyairtable-go-shared", "pyairtable-api-gateway-go"},
    2: {"pyairtable-auth-service-go", "pyairtable-user-service-go", "pyairtable-tenant-service-go"},
    3: {"pyairtable-webhook-service-go", "pyairtable-notification-service-go", "pyairtable-file-service-go"},
    4: {
        "pyairtable-python-shared",
        "pyairtable-embedding-service-py",
        "pyairtable-semantic-search-py",
        "pyairtable-chat-service-py",
    },
    5: {
        "pyairtable-web-bff-go",
        "pyairtable-mobile-bff-go",
        "pyairtable-workspace-service-go",
        "pyairtable-permission-service-go",
        "pyairtable-formula-engine-py",
        "pyairtable-audit-service-py",
    },
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(PROJECT / "services.yaml")


def test_the_catalog_has_exactly_the_25_repositories_of_the_plan(catalog: Catalog) -> None:
    assert {repository.name for repository in catalog.repositories} == {*GO_SERVICES, *PYTHON_SERVICES, *OTHERS}
    assert len(catalog.repositories) == 25
    assert len(catalog.services) == 22
    assert catalog.organization == "Reg-Kris"


@pytest.mark.parametrize(("language", "planned"), [("go", GO_SERVICES), ("python", PYTHON_SERVICES)])
def test_each_service_has_the_language_and_purpose_of_the_plan(
    catalog: Catalog, language: str, planned: dict[str, str | None]
) -> None:
    services = {service.name: service.purpose for service in catalog.services if service.language == language}
    assert services.keys() == planned.keys()
    for name, purpose in planned.items():
        assert purpose is None or services[name] == purpose


def test_libraries_and_the_infrastructure_do_not_run(catalog: Catalog) -> None:
    others = {r.name: (r.kind, r.language, r.purpose) for r in catalog.repositories if r.kind != "service"}
    assert others == OTHERS


def test_each_phase_has_the_repositories_of_the_plan(catalog: Catalog) -> None:
    assert [phase.number for phase in catalog.phases] == list(PHASES)
    assert {number: {r.name for r in catalog.of_phase(number)} for number in PHASES} == PHASES


def test_the_shared_python_library_comes_before_the_services_of_its_phase(catalog: Catalog) -> None:
    assert catalog.of_phase(4)[0].name == "pyairtable-python-shared"


def test_the_six_existing_services_are_adopted_with_prebuilt_images(catalog: Catalog) -> None:
    existing = {repository.name for repository in catalog.repositories if repository.origin == "existing"}
    assert existing == PHASES[0]
    assert all((r.image is not None) == (r.name in existing) for r in catalog.repositories)


def test_only_the_schema_service_is_renamed(catalog: Catalog) -> None:
    renamed = {r.name: r.renamed_from for r in catalog.repositories if r.renamed_from}
    assert renamed == {"schema-service-py": "pyairtable-platform-services"}


def test_the_budget_is_the_plans(catalog: Catalog) -> None:
    budget = catalog.budget
    assert (budget.memory, budget.before.memory, budget.before.monthly_dollars) == ("3.5G", "7.2G", 1390)
    assert (budget.monthly_dollars.minimum, budget.monthly_dollars.maximum) == (300, 600)


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_environment_stays_within_the_memory_budget(catalog: Catalog, environment: str) -> None:
    assert 0 < catalog.requested_memory(environment) <= catalog.memory_budget == 3_500_000_000


def test_a_loaded_catalog_cannot_be_changed(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="frozen"):
        catalog.repositories[0].name = "other"  # pyright: ignore[reportAttributeAccessIssue]
