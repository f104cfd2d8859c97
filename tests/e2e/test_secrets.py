"""What the sandbox knows as a secret opens what it should, and lies nowhere in plain text."""

import base64
import json
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sandbox import paths, stack
from sandbox.postgres import databases, server

pytestmark = pytest.mark.e2e


def secrets() -> set[str]:
    """Every password and token, also as git and HTTP write it."""
    token = stack.github_token()
    known = {token, stack.PASSPHRASE.read_text(), urlsplit(server.ADMIN_URL.read_text()).password or ""}
    known |= set(json.loads(databases.PASSWORDS.read_text()).values())
    return known | {base64.b64encode(f"x-access-token:{token}".encode()).decode()}


def test_no_secret_lies_in_state_configuration_logs_or_images(platform: None) -> None:
    looked_for = [secret.encode() for secret in secrets()]
    assert all(len(secret) >= 20 for secret in looked_for), "an empty one would be found nowhere"
    places = (paths.STATE, stack.FOLDER, paths.LOGS, paths.CONFIG, paths.DATA / "github")
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert [str(path) for path in files if any(secret in path.read_bytes() for secret in looked_for)] == []


def test_no_secret_is_in_a_container(platform: None) -> None:
    looked_for = [secret.encode() for secret in secrets() - {*databases_own()}]
    roots = [Path(line.split()[1]) for line in Path("/proc/mounts").read_text().splitlines() if _is_root(line)]
    assert roots, "no container runs"
    texts = [path for root in roots for path in (root / "root", root / "etc") for path in path.rglob("*")]
    assert [str(path) for path in texts if path.is_file() and any(s in path.read_bytes() for s in looked_for)] == []


def databases_own() -> set[str]:
    """What a service is given to run with."""
    return set(json.loads(databases.PASSWORDS.read_text()).values())


def _is_root(mount: str) -> bool:
    return str(paths.SANDBOX) in mount and mount.split()[1].endswith("/rootfs")


def test_only_the_owner_reads_what_holds_secrets(platform: None) -> None:
    files = [paths.ENVIRONMENT, *(path for path in paths.CREDENTIALS.rglob("*") if path.is_file())]
    assert [str(path) for path in files if path.stat().st_mode & 0o077] == []


def test_a_terminal_clones_by_the_address_on_github_com(platform: None, tmp_path: Path) -> None:
    script = (
        f". {paths.ENVIRONMENT}; git clone --quiet --depth=1 https://github.com/Reg-Kris/pyairtable-auth-service-go"
    )
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "pyairtable-auth-service-go" / "go.mod").is_file()
    assert stack.github_token() not in (tmp_path / "pyairtable-auth-service-go" / ".git" / "config").read_text()
