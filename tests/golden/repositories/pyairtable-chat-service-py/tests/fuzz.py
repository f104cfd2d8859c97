"""Asks a running service everything that its API document allows, and much that it does not.

`python -m tests.fuzz schemathesis` starts the service on TEST_DATABASE_URL, in a schema of its own.
"""

import asyncio
import shutil
import subprocess
import sys

from pyairtable_shared.testing import schema

from tests.process import running

# As many cases an operation as find a mistake in seconds; always the same, so that a failure can be repeated.
OPTIONS = ("--checks=all", "--max-examples=25", "--seed=1", "--generation-database=none")
FAILURES_SHOWN = 3


async def main(schemathesis: str) -> int:
    """Returns what schemathesis returns, and shows the service's own failures when there were any."""
    if shutil.which(schemathesis) is None:
        sys.exit(f"{schemathesis}: is not there; install it, for example with `pipx install schemathesis`")
    async with schema() as url:
        with running(DATABASE_URL=url) as service:
            service.wait_until_ready()
            command = [schemathesis, "run", f"{service.url}/openapi.json", *OPTIONS]
            code = subprocess.run(command, check=False).returncode
            errors = [line for line in service.stop().splitlines() if '"level": "ERROR"' in line]
    if code:
        print(*errors[:FAILURES_SHOWN], sep="\n", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1])))
