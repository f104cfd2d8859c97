"""The typed catalog of the platform: `services.yaml` as frozen data, checked whole before any resource exists."""

from catalog.errors import CatalogError, Problem
from catalog.load import load
from catalog.model import Catalog, Phase, Repository
from catalog.workload import WorkloadSpec

__all__ = ["Catalog", "CatalogError", "Phase", "Problem", "Repository", "WorkloadSpec", "load"]
