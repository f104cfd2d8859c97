"""Whether the program and the world agree: a preview that shows no change."""

import subprocess
from collections.abc import Sequence

from verify.result import Result

TIMEOUT_SECONDS = 300


def check(flags: Sequence[str]) -> list[Result]:
    """Previews the stack as its state has it, and as the world has it.

    Args:
        flags: of `pulumi preview`: which stack, which configuration file.
    """
    return [
        _preview("a preview shows no change", flags),
        _preview("a preview after a refresh shows no change", [*flags, "--refresh"]),
    ]


def _preview(fact: str, flags: Sequence[str]) -> Result:
    command = ["pulumi", "preview", "--expect-no-changes", "--non-interactive", "--color=never", "--diff", *flags]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Result("stack", fact, f"it took more than {TIMEOUT_SECONDS} s")
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return Result("stack", fact, "" if done.returncode == 0 else "\n".join(lines[-20:]))
