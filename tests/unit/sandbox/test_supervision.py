"""What the supervisor is told, and how its answers are read."""

from pathlib import Path
from typing import Any, cast

import pytest

from sandbox.supervisor import compose
from sandbox.supervisor.client import PartState
from sandbox.supervisor.part import CommandProbe, HttpProbe, Part

SERVER = Part("server", ("/bin/server", "--flag"), HttpProbe(8443, "/readyz", "https"))
JOB = Part("job", ("/bin/job",), after=("server",), ends=True)
CLIENT = Part("client", ("/bin/client",), CommandProbe(("check", "it's there")), after=("job",))


def processes(*parts: Part) -> dict[str, Any]:
    project = compose.render(parts, {"PATH": "/bin"}, Path("/logs"))
    return cast("dict[str, Any]", project["processes"])


def state(status: str, health: str = "-", probed: bool = False, exit_code: int = 0) -> PartState:
    return PartState.model_validate(
        {
            "name": "part",
            "status": status,
            "is_ready": health,
            "has_ready_probe": probed,
            "restarts": 0,
            "exit_code": exit_code,
            "pid": 7,
            "age": 0,
        }
    )


def test_a_server_that_ends_is_started_again() -> None:
    assert processes(SERVER)["server"]["availability"]["restart"] == "always"


def test_work_that_is_done_is_not_repeated_but_a_failure_is() -> None:
    assert processes(SERVER, JOB)["job"]["availability"]["restart"] == "on_failure"


def test_a_part_waits_until_a_server_is_healthy_and_until_work_is_done() -> None:
    rendered = processes(SERVER, JOB, CLIENT)
    assert rendered["job"]["depends_on"] == {"server": {"condition": "process_healthy"}}
    assert rendered["client"]["depends_on"] == {"job": {"condition": "process_completed_successfully"}}


def test_a_part_cannot_wait_for_one_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="client starts after job, which is no part"):
        processes(CLIENT)


def test_commands_run_without_a_shell_and_probes_are_quoted() -> None:
    rendered = processes(SERVER, JOB, CLIENT)
    assert rendered["server"]["entrypoint"] == ["/bin/server", "--flag"]
    assert rendered["client"]["readiness_probe"]["exec"]["command"].startswith("check 'it'\"'\"'s there'")


def test_stopping_a_part_leaves_the_processes_below_it_alone() -> None:
    assert processes(SERVER)["server"]["shutdown"]["parent_only"] is True


@pytest.mark.parametrize(
    ("found", "ready"),
    [
        (state("Running", "Ready", probed=True), True),
        (state("Running", "Not Ready", probed=True), False),
        (state("Running"), True),
        (state("Pending"), False),
        (state("Restarting"), False),
        (state("Completed"), True),
        (state("Completed", exit_code=1), False),
    ],
)
def test_a_part_is_ready_when_it_answers_or_its_work_is_done(found: PartState, ready: bool) -> None:
    assert found.ready is ready
