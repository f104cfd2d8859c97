"""What the tests of the program share: the real catalog and surroundings in which one thing at a time changes."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import catalog
from catalog import Catalog
from components import settings
from components.organization import Adoption
from components.platform_service import Surroundings
from components.service_image import ImageHome
from components.service_repository import GitHubHome
from components.settings import Settings

ROOT = Path(__file__).resolve().parents[3]

CONFIGURATION = {
    "environment": "dev",
    "catalog": "services.yaml",
    "throughPhase": "5",
    "namespace": "pyairtable",
    "kubeconfig": "",
    "kubeContext": "test",
    "githubUrl": "http://127.0.0.1:1/",
    "repositories": "manage",
    "protectRepositories": "false",
    "registry": "127.0.0.1:2/reg-kris",
    "imageBuilder": "",
    "imageBuildSecrets": "",
    "rolloutTimeoutSeconds": "300",
}

# What the pipelines of generated repositories read, by the catalog's names.
TOKENS = ("library-token", "deploy-token", "pull-request-token")

SettingsFactory = Callable[..., Settings]
SurroundingsFactory = Callable[..., Surroundings]


@cache
def real_catalog() -> Catalog:
    """The repository's own `services.yaml`."""
    return catalog.load(ROOT / "services.yaml")


def adoptions_of(plan: Catalog) -> dict[str, Adoption]:
    """Every repository as it is on the first run of the local platform."""
    return {
        entry.name: Adoption(
            import_name=(entry.renamed_from or entry.name) if entry.origin == "existing" else None,
            rename_from=entry.renamed_from,
        )
        for entry in plan.repositories
    }


def databases_of(plan: Catalog) -> dict[str, dict[str, str]]:
    """What every stack has to say in `serviceSecrets`."""
    return {
        entry.short_name: {"DATABASE_URL": f"postgresql://user:canary@db.example:5432/{entry.short_name}"}
        for entry in plan.services
        if entry.keeps_data
    }


@pytest.fixture
def plan() -> Catalog:
    return real_catalog()


@pytest.fixture
def make_settings() -> SettingsFactory:
    def make(**overrides: str) -> Settings:
        return settings.parse({**CONFIGURATION, **overrides}, stack="dev")

    return make


@pytest.fixture
def make_home() -> Callable[..., GitHubHome]:
    def make(**overrides: Any) -> GitHubHome:
        values: dict[str, Any] = {
            "url": "https://github.example/",
            "api_url": "https://github.example/api/v3",
            "organization": "Reg-Kris",
            "manage": True,
            "protect": True,
            "teams": {"platform": "7"},
            "secrets": dict.fromkeys(TOKENS, "hush"),
        }
        return GitHubHome(**{**values, **overrides})

    return make


@pytest.fixture
def make_surroundings(plan: Catalog, make_home: Callable[..., GitHubHome]) -> SurroundingsFactory:
    def make(**overrides: Any) -> Surroundings:
        values: dict[str, Any] = {
            "catalog": plan,
            "environment": "dev",
            "namespace": "pyairtable",
            "github": make_home(),
            "images": ImageHome(registry="registry.example/reg-kris", builder="sandbox", secrets=""),
            "adoptions": adoptions_of(plan),
            "sources": {entry.name: f".rendered/{entry.name}" for entry in plan.repositories},
            "secrets": {},
            "rollout_timeout_seconds": 300,
        }
        return Surroundings(**{**values, **overrides})

    return make
