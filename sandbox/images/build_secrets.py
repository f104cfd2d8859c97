"""How this machine fetches packages, as secrets of an image build: never a layer, never a build argument."""

import subprocess
import sys

from sandbox import paths

FOLDER = paths.CREDENTIALS / "build"
_PIP = ("global.index-url", "global.extra-index-url", "global.trusted-host")
_GO = ("GOPROXY", "GONOSUMDB", "GONOSUMCHECK", "GOSUMDB", "GOPRIVATE", "GONOPROXY")


def write() -> None:
    """Writes `pip_conf` and `goenv` where this machine's settings differ from the defaults; removes them elsewhere."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    FOLDER.chmod(0o700)
    pip = [f"{key.removeprefix('global.')} = {value}" for key in _PIP if (value := _pip(key))]
    authorities = "cert = /etc/ssl/certs/ca-certificates.crt"
    _file("pip_conf", ["[global]", authorities, *pip] if pip else [])
    _file("goenv", [f"{key}={value}" for key in _GO if (value := _go(key))])


def _file(name: str, lines: list[str]) -> None:
    path = FOLDER / name
    if not lines:
        path.unlink(missing_ok=True)
        return
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n")


def _pip(key: str) -> str:
    command = [sys.executable, "-m", "pip", "config", "get", key]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _go(key: str) -> str:
    """A setting that a person changed; Go lists those with `-changed`."""
    done = subprocess.run(["go", "env", "-changed", key], capture_output=True, text=True, check=False)
    return done.stdout.partition("=")[2].strip().strip("'\"") if done.returncode == 0 else ""
