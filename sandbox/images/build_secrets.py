"""How this machine fetches packages and sources, as secrets of an image build: no layer, no build argument."""

import base64
import subprocess
import sys
from collections.abc import Mapping

from sandbox import paths
from sandbox.cluster.pki import write_private
from sandbox.settings import Settings
from sandbox.toolchain import golang

FOLDER = paths.CREDENTIALS / "build"
GIT_CONFIG = FOLDER / "gitconfig"
_PIP = ("global.index-url", "global.extra-index-url", "global.trusted-host")
_GO = ("GOPROXY", "GONOSUMDB", "GOSUMDB", "GONOPROXY")
# Where each is set of its own, it no longer follows GOPRIVATE (https://go.dev/ref/mod#private-modules).
_FOLLOW_PRIVATE = ("GONOSUMDB", "GONOPROXY")


def write(settings: Settings, token: str) -> None:
    """Writes `gitconfig`, `goenv`, and where this machine's settings differ from pip's defaults `pip_conf`.

    Args:
        settings: where the sandbox's GitHub is.
        token: for it.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    FOLDER.chmod(0o700)
    pip = [f"{key.removeprefix('global.')} = {value}" for key in _PIP if (value := _pip(key))]
    authorities = "cert = /etc/ssl/certs/ca-certificates.crt"
    _file("pip_conf", ["[global]", authorities, *pip] if pip else [])
    known = {key: value for key in (*_GO, "GOPRIVATE") if (value := _go(key))}
    _file("goenv", [f"{key}={value}" for key, value in go_settings(settings.github_owner, known).items()])
    _file(GIT_CONFIG.name, git_settings(settings, token).splitlines())


def go_settings(owner: str, known: Mapping[str, str]) -> dict[str, str]:
    """This machine's settings of Go, and the organisation's modules as private: they come from git alone.

    Args:
        owner: the organisation.
        known: what a person changed on this machine.
    """
    ours = f"github.com/{owner}/*"
    lists = {key: known.get(key, "").split(",") for key in ("GOPRIVATE", *_FOLLOW_PRIVATE) if known.get(key)}
    lists.setdefault("GOPRIVATE", [])
    return {**known, **{key: ",".join(dict.fromkeys([*patterns, ours])) for key, patterns in lists.items()}}


def git_settings(settings: Settings, token: str) -> str:
    """Git's configuration that sends the organisation's addresses on github.com to the sandbox.

    The token is a header and not a part of the address, which git shows in its messages.
    """
    header = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    return (
        f'[url "{settings.github_url}{settings.github_owner}/"]\n'
        f"\tinsteadOf = https://github.com/{settings.github_owner}/\n"
        f'[http "{settings.github_url}"]\n'
        f"\textraHeader = Authorization: Basic {header}\n"
        '\tproxy = ""\n'
    )


def terminal(settings: Settings) -> dict[str, str]:
    """Variables that give a terminal what image builds have; the token stays in its file."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "include.path",
        "GIT_CONFIG_VALUE_0": str(GIT_CONFIG),
        "GOPRIVATE": go_settings(settings.github_owner, {"GOPRIVATE": _go("GOPRIVATE")})["GOPRIVATE"],
    }


def _file(name: str, lines: list[str]) -> None:
    path = FOLDER / name
    if lines:
        write_private(path, ("\n".join(lines) + "\n").encode())
    else:
        path.unlink(missing_ok=True)


def _pip(key: str) -> str:
    command = [sys.executable, "-m", "pip", "config", "get", key]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _go(key: str) -> str:
    """A setting that a person changed; Go lists those with `-changed`."""
    done = subprocess.run([golang.find().path, "env", "-changed", key], capture_output=True, text=True, check=False)
    return done.stdout.partition("=")[2].strip().strip("'\"") if done.returncode == 0 else ""
