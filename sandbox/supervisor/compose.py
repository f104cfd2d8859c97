"""The configuration of process-compose, rendered from our parts.

Source of the keys: src/types/process.go and project.go of process-compose 1.87.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox.supervisor.part import Part

# A part that is up but slow (a loaded machine, a cold disk) must not be killed by its own probe.
FAILURES_BEFORE_RESTART = 90
LOG_MEGABYTES = 20
LOG_BACKUPS = 1


def render(parts: Sequence[Part], environment: Mapping[str, str], logs: Path) -> dict[str, object]:
    """The whole project.

    Raises:
        ValueError: a part waits for one that does not exist.
    """
    ends = {part.name: part.ends for part in parts}
    for part in parts:
        if unknown := [name for name in part.after if name not in ends]:
            raise ValueError(f"{part.name} starts after {', '.join(unknown)}, which is no part")
    return {
        "version": "0.5",
        "name": "pyairtable-sandbox",
        "log_level": "info",
        "log_length": 200,
        "is_tui_disabled": True,
        "disable_env_expansion": True,
        "ordered_shutdown": True,
        "environment": _pairs(environment),
        "processes": {part.name: _process(part, ends, logs) for part in parts},
    }


def _process(part: Part, ends: Mapping[str, bool], logs: Path) -> dict[str, object]:
    process: dict[str, object] = {
        "entrypoint": [str(word) for word in part.command],
        "log_location": str(logs / f"{part.name}.log"),
        "log_configuration": {
            "disable_json": True,
            "no_color": True,
            "no_metadata": True,
            "fields_order": ["message"],
            "flush_each_line": True,
            "rotation": {"max_size_mb": LOG_MEGABYTES, "max_backups": LOG_BACKUPS},
        },
        "availability": {"restart": "on_failure" if part.ends else "always", "backoff_seconds": 1},
        # Only the process itself: containerd's shims and the containers below outlive a restart of containerd.
        "shutdown": {"signal": part.stop_signal, "timeout_seconds": part.stop_seconds, "parent_only": True},
    }
    if part.environment:
        process["environment"] = _pairs(part.environment)
    if part.after:
        process["depends_on"] = {
            name: {"condition": "process_completed_successfully" if ends[name] else "process_healthy"}
            for name in part.after
        }
    if part.probe is not None:
        process["readiness_probe"] = part.probe.render() | {
            "period_seconds": 1,
            "timeout_seconds": 5,
            "failure_threshold": FAILURES_BEFORE_RESTART,
        }
    return process


def _pairs(environment: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in sorted(environment.items())]
