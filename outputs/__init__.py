"""The stack's output contract: what dashboards, reports and other stacks may rely on."""

from outputs.model import VERSION, PhaseOutput, PlatformOutput, RepositoryOutput, Totals, WorkloadOutput

__all__ = ["VERSION", "PhaseOutput", "PlatformOutput", "RepositoryOutput", "Totals", "WorkloadOutput"]
