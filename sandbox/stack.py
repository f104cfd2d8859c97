"""The dev stack as the sandbox runs it: Pulumi's environment, its configuration, its commands."""

import hashlib
import json
import os
import secrets
import shlex
import subprocess
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from components.service_secrets import DATABASE_URL
from sandbox import paths
from sandbox.errors import SandboxError
from sandbox.images import build_secrets
from sandbox.parts import GITHUB_TOKEN
from sandbox.settings import Settings, load

NAME = "dev"
# Pulumi writes a salt into a stack's configuration file; the committed one stays as it is, the sandbox uses a copy.
FOLDER = paths.SANDBOX / "stack"
CONFIG_FILE = FOLDER / f"Pulumi.{NAME}.yaml"
PASSPHRASE = paths.CREDENTIALS / "passphrase"
# Which secrets the configuration holds: encrypted anew, the same value would look like another one.
HOLDS = paths.CREDENTIALS / "stack-secrets"
SECRETS = "pyairtable:serviceSecrets"
CA_BUNDLE = paths.CREDENTIALS / "ca-bundle.pem"
KUBECONFIG = paths.CREDENTIALS / "kubeconfig"

# Commands that run the program, and so take a configuration file.
_CONFIGURED = frozenset({"up", "update", "preview", "destroy", "refresh", "import", "config", "watch"})
_ON_A_STACK = _CONFIGURED | {"cancel", "history", "state"}


def variables(directories: Sequence[Path]) -> dict[str, str]:
    """What Pulumi, its plugins and `kubectl` need to find the sandbox.

    Args:
        directories: folders with Pulumi's programs, to put first on PATH.
    """
    return {
        "PATH": os.pathsep.join([*map(str, directories), os.environ["PATH"]]),
        "PULUMI_HOME": str(paths.PULUMI_HOME),
        # Without `metadata=skip` each of the hundreds of writes of an update also computes and stores an MD5.
        "PULUMI_BACKEND_URL": f"file://{paths.STATE}?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(PASSPHRASE),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        # The state is written once, at the end of an update, also of one that fails or is interrupted with Ctrl-C.
        # After a kill the next update takes over what is there (docs/decisions/checkpoints.md).
        "PULUMI_EXPERIMENTAL": "true",
        "PULUMI_SKIP_CHECKPOINTS": "true",
        # The engine's garbage collector took a seventh of an update's time at Go's default of 100; memory is there.
        "GOGC": "400",
        "KUBECONFIG": str(KUBECONFIG),
        "DOCKER_CONFIG": str(paths.DOCKER_CONFIG),
        "SSL_CERT_FILE": str(CA_BUNDLE),
        "GITHUB_TOKEN": github_token(),
        # Import time is most of a preview; the virtual environment is compiled, and new files may be as well.
        "PYTHONDONTWRITEBYTECODE": "",
        **build_secrets.terminal(load()),
    }


def github_token() -> str:
    """The token for the sandbox's GitHub; empty before there is one."""
    return GITHUB_TOKEN.read_text().strip() if GITHUB_TOKEN.exists() else ""


def write_environment(values: Mapping[str, str]) -> None:
    """Writes `.sandbox/env`, so that `source .sandbox/env` gives a terminal the same settings."""
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in values.items()]
    _write_private(paths.ENVIRONMENT, "".join(lines))


def prepare(settings: Settings, environment: Mapping[str, str]) -> None:
    """Makes the stack's passphrase, state and configuration when they are not there yet.

    Raises:
        SandboxError: Pulumi cannot make the stack.
    """
    if not PASSPHRASE.exists():
        _write_private(PASSPHRASE, secrets.token_urlsafe(32))
    FOLDER.mkdir(exist_ok=True)
    _write_configuration(settings)
    if not (paths.STATE / ".pulumi" / "stacks" / "pyairtable" / f"{NAME}.json").exists():
        (FOLDER / "Pulumi.yaml").write_text("name: pyairtable\nruntime: yaml\n")
        done = subprocess.run(
            ["pulumi", "stack", "init", NAME, "--cwd", FOLDER, "--non-interactive"],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SandboxError(f"Pulumi cannot make the stack '{NAME}': {done.stderr.strip()}")


def _write_configuration(settings: Settings) -> None:
    """The committed configuration, with this sandbox's addresses and the salt of its secrets."""
    yaml = YAML()
    content = yaml.load(paths.PROJECT / f"Pulumi.{NAME}.yaml")  # pyright: ignore[reportUnknownMemberType]
    if CONFIG_FILE.exists():
        before = yaml.load(CONFIG_FILE)  # pyright: ignore[reportUnknownMemberType]
        if "encryptionsalt" in before:
            content.setdefault("encryptionsalt", before["encryptionsalt"])
        # What was set here since, the databases' addresses among it; their salt is that of this file.
        if SECRETS in before["config"]:
            content["config"].setdefault(SECRETS, before["config"][SECRETS])
    content["config"] |= {
        "pyairtable:kubeContext": settings.context,
        "pyairtable:githubUrl": settings.github_url,
        "pyairtable:registry": f"{settings.registry}/{settings.github_owner.lower()}",
        "pyairtable:imageBuilder": settings.builder,
    }
    with CONFIG_FILE.open("w") as file:
        yaml.dump(content, file)  # pyright: ignore[reportUnknownMemberType]


def hold_databases(addresses: Mapping[str, str], services: Container[str], environment: Mapping[str, str]) -> None:
    """Puts the services' database addresses into the configuration, encrypted; quick when they are there.

    Args:
        addresses: by service.
        services: all of the catalog; secrets of one that is gone go as well.
        environment: variables of Pulumi.

    Raises:
        SandboxError: Pulumi cannot write them.
    """
    text = json.dumps(addresses, sort_keys=True)
    # The addresses hold random passwords, so that their digest tells nobody anything.
    digest = hashlib.sha256(text.encode()).hexdigest()
    configured = _drop_secrets_of_others(services)
    there = all(DATABASE_URL in configured.get(service, {}) for service in addresses)
    if there and HOLDS.exists() and HOLDS.read_text() == digest:
        return
    for name, url in addresses.items():
        # On standard input: everybody on the machine can read a command's arguments.
        done = subprocess.run(
            command(["config", "set", "--secret", "--path", f"{SECRETS}.{name}.{DATABASE_URL}"]),
            cwd=paths.PROJECT,
            env={**os.environ, **environment},
            input=url,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SandboxError(f"Pulumi cannot write {name}'s database address: {done.stderr.strip()}")
    _write_private(HOLDS, digest)


def _drop_secrets_of_others(services: Container[str]) -> Mapping[str, Any]:
    yaml = YAML()
    content: Any = yaml.load(CONFIG_FILE)  # pyright: ignore[reportUnknownMemberType]
    secrets_of: dict[str, Any] = content["config"].get(SECRETS, {})
    gone = [service for service in secrets_of if service not in services]
    for service in gone:
        del secrets_of[service]
    if gone:
        with CONFIG_FILE.open("w") as file:
            yaml.dump(content, file)  # pyright: ignore[reportUnknownMemberType]
    return secrets_of


def command(arguments: Sequence[str]) -> list[str]:
    """A Pulumi command on the dev stack with the sandbox's configuration.

    Args:
        arguments: as after `pulumi`; a stack or configuration file that they name is left alone.
    """
    result = ["pulumi", *arguments]
    if _verb(arguments) in _ON_A_STACK and not any(word.split("=")[0] in ("--stack", "-s") for word in arguments):
        result += ["--stack", NAME]
    if is_configured(arguments) and not any(word.split("=")[0] == "--config-file" for word in arguments):
        result += ["--config-file", str(CONFIG_FILE)]
    return result


def is_configured(arguments: Sequence[str]) -> bool:
    """Whether a command (as after `pulumi`) takes the stack's configuration."""
    return _verb(arguments) in _CONFIGURED


def _verb(arguments: Sequence[str]) -> str:
    return next((word for word in arguments if not word.startswith("-")), "")


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs Pulumi in this terminal and returns its exit code."""
    done = subprocess.run(command(arguments), env={**os.environ, **environment}, cwd=paths.PROJECT, check=False)
    return done.returncode


def _write_private(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(content)
