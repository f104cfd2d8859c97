"""A database and a login for each service that keeps data, and the addresses under which pods reach them."""

import json
import os
import secrets
import subprocess
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from catalog import Catalog
from sandbox import paths
from sandbox.cluster.commands import SEARCH
from sandbox.cluster.pki import write_private
from sandbox.errors import SandboxError
from sandbox.postgres import server
from sandbox.settings import Settings

PASSWORDS = paths.CREDENTIALS / "postgres-passwords.json"

# A statement that fails would otherwise stand in the server's log, its password with it.
_QUIET = """\
SET log_min_error_statement = 'panic';
SET client_min_messages = 'warning';
"""
_LOGIN = """\
SELECT format('CREATE ROLE %I LOGIN', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \\gexec
ALTER ROLE :"name" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec
"""


def ensure(settings: Settings, catalog: Catalog) -> dict[str, str]:
    """Makes what is missing; passwords are made once and then kept.

    Returns:
        The address for its pods, by service (short name).

    Raises:
        SandboxError: the server refuses or does not answer.
    """
    services = [entry.short_name for entry in catalog.services if entry.keeps_data]
    passwords = _passwords(services)
    logins = {_identifier(service): passwords[service] for service in services}
    _run(settings, statements(logins))
    return {
        service: server.url(settings, settings.node_address, _identifier(service), passwords[service])
        for service in services
    }


def statements(logins: Mapping[str, str]) -> str:
    """What psql has to do so that each login is there with its password and its own database; harmless when repeated.

    Args:
        logins: password by name.
    """
    variables = (f"\\set name '{name}'\n\\set password '{password}'\n" for name, password in logins.items())
    return _QUIET + "".join(variable + _LOGIN for variable in variables)


def _passwords(services: Iterable[str]) -> dict[str, str]:
    known: dict[str, str] = json.loads(PASSWORDS.read_text()) if PASSWORDS.exists() else {}
    # URL-safe, and without a quote that SQL would have to escape.
    new = {service: secrets.token_urlsafe(24) for service in services if service not in known}
    if new:
        write_private(PASSWORDS, json.dumps(known | new, indent=2, sort_keys=True).encode())
    return known | new


def _identifier(service: str) -> str:
    return service.replace("-", "_")


def _run(settings: Settings, script: str) -> None:
    password = urlsplit(server.ADMIN_URL.read_text()).password or ""
    address = ("--host", server.LOCAL, "--port", str(settings.postgres_port), "--username", server.USER)
    done = subprocess.run(
        [str(server.program("psql")), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *address, "postgres"],
        input=script,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PATH": SEARCH, "PGPASSWORD": password, "LC_ALL": "C"},
    )
    if done.returncode != 0:
        reason = next((line for line in done.stderr.splitlines() if line.strip()), "it says nothing")
        raise SandboxError(
            f"PostgreSQL cannot make the services' databases: {reason}", "see .sandbox/logs/postgres.log"
        )
