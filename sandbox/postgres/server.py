"""One PostgreSQL server from Debian's package, with a data folder of its own.

PostgreSQL refuses to run as root, and the sandbox's folder is closed to everyone else. So the server runs as Debian's
user `postgres` in a mount namespace where its data folder, and nothing else of the sandbox, lies at that user's home.
"""

import secrets
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from sandbox import paths
from sandbox.cluster.commands import SEARCH, run
from sandbox.cluster.documents import write_text
from sandbox.cluster.pki import write_private
from sandbox.errors import SandboxError
from sandbox.settings import Settings
from sandbox.supervisor.part import CommandProbe, Part

PROGRAMS = "/usr/lib/postgresql"  # one folder for each version
USER = "postgres"
HOME = Path("/var/lib/postgresql")  # made by the package
DATA = paths.DATA / "postgres"
CLUSTER = "cluster"
ADMIN_URL = paths.CREDENTIALS / "postgres-admin-url"
LOCAL = "127.0.0.1"
SEGMENT_LINE = 6  # of postmaster.pid: key and number of the segment (LOCK_FILE_LINE_SHMEM_KEY in PostgreSQL's source)
ATTACHED_FIELD = 6  # of /proc/sysvipc/shm (man 5 proc): how many processes use the segment

# 16 services of up to 4 replicas with 5 connections each would be 320; one replica holds one or two at rest.
CONNECTIONS = 300
SETTINGS = {
    "max_connections": str(CONNECTIONS),
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "jit": "off",
    # A kill loses nothing; a power cut of a developer's machine may, and that is worth faster commits.
    "fsync": "off",
    # Password hashes that take 4096 rounds are made once for each connection, so pools hardly notice.
    "password_encryption": "scram-sha-256",
    "unix_socket_directories": "",
    # In the data folder, so that nothing stays in /dev/shm after a kill.
    "dynamic_shared_memory_type": "mmap",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


def part(settings: Settings) -> Part:
    """The supervised process."""
    options = SETTINGS | {
        "listen_addresses": f"{LOCAL},{settings.node_address}",
        "port": str(settings.postgres_port),
    }
    flags = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    return Part(
        "postgres",
        as_postgres(program("postgres"), "-D", HOME / CLUSTER, *flags),
        CommandProbe((program("pg_isready"), "--quiet", "--host", LOCAL, "--port", str(settings.postgres_port))),
        stop_signal=2,  # its "fast" shutdown; it would wait for every client to leave after a 15
        stop_seconds=10,
        address=f"{LOCAL}:{settings.postgres_port}",
    )


def prepare(settings: Settings) -> None:
    """Makes the data folder and the administrator's password when they are not there yet; the server is down then.

    Raises:
        SandboxError: PostgreSQL refuses.
    """
    DATA.mkdir(exist_ok=True, mode=0o700)
    shutil.chown(DATA, USER, USER)
    if not (DATA / CLUSTER).exists():
        _initialise()
    write_text(DATA / CLUSTER / "pg_hba.conf", access(settings))
    shutil.chown(DATA / CLUSTER / "pg_hba.conf", USER, USER)
    if not ADMIN_URL.exists():
        password = secrets.token_urlsafe(24)
        _alone(f"ALTER ROLE {USER} PASSWORD '{password}'\n")
        write_private(ADMIN_URL, url(settings, LOCAL, USER, password).encode())
    elif urlsplit(ADMIN_URL.read_text()).port != settings.postgres_port:
        known = urlsplit(ADMIN_URL.read_text()).password or ""
        write_private(ADMIN_URL, url(settings, LOCAL, USER, known).encode())


def access(settings: Settings) -> str:
    """Who may come from where (pg_hba.conf): a service from its pod, only to its own database; the administrator from
    this machine.
    """
    lines = (
        f"host all {USER} {LOCAL}/32 scram-sha-256",
        f"host all {USER} all reject",
        f"host all all {LOCAL}/32 scram-sha-256",
        f"host sameuser all {settings.node_address}/32 scram-sha-256",
        f"host sameuser all {settings.pod_range} scram-sha-256",
    )
    return "".join(f"{line}\n" for line in lines)


def url(settings: Settings, host: str, name: str, password: str) -> str:
    """The address of the database that has its login's name."""
    return f"postgresql://{name}:{quote(password, safe='')}@{host}:{settings.postgres_port}/{name}"


def program(name: str) -> Path:
    """One of PostgreSQL's programs, of the newest version that is installed.

    Raises:
        SandboxError: there is none.
    """
    found = sorted(Path(PROGRAMS).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise SandboxError("PostgreSQL is not installed", "run `make up`, which installs it")
    return found[-1]


def as_postgres(*command: str | Path) -> tuple[str | Path, ...]:
    """A command as the user `postgres`, who sees our data folder as its home."""
    script = (
        'mount --bind "$0" "$1" && cd "$1" && shift && '
        f'exec setpriv --reuid={USER} --regid={USER} --clear-groups --no-new-privs -- "$@"'
    )
    # Its own mount stays unseen, while what is unmounted outside is unmounted here as well.
    return ("unshare", "--mount", "--propagation=slave", "--", "sh", "-c", script, DATA, HOME, *command)


def release() -> None:
    """Frees the one thing that a killed server leaves outside its folder: a System V memory segment of 56 bytes."""
    lock = DATA / CLUSTER / "postmaster.pid"
    lines = lock.read_text().splitlines() if lock.exists() else []
    if len(lines) <= SEGMENT_LINE:
        return
    # Numbers start again with the machine: only the segment that also has the server's key is its own.
    noted = lines[SEGMENT_LINE].split()
    present = [line.split() for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]]
    if any(fields[:2] == noted and fields[ATTACHED_FIELD] == "0" for fields in present):
        run("ipcrm", "--shmem-id", noted[1])


def _initialise() -> None:
    """A new cluster; in one rename, so that what a kill left half made is made again."""
    draft = DATA / "new"
    shutil.rmtree(draft, ignore_errors=True)
    run(
        *as_postgres(program("initdb"), "--pgdata", HOME / draft.name),
        *("--username", USER, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=reject", "--no-sync"),
    )
    draft.rename(DATA / CLUSTER)


def _alone(statement: str) -> None:
    """Runs a statement in single-user mode: nobody has a password yet."""
    command = as_postgres(program("postgres"), "--single", "-D", HOME / CLUSTER, "-c", "exit_on_error=true", "postgres")
    _checked([str(word) for word in command], statement)


def _checked(command: Sequence[str], given: str) -> None:
    # Not `commands.run`, whose message would show what was given.
    environment = {"PATH": SEARCH, "LC_ALL": "C"}
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        raise SandboxError("PostgreSQL does not take the administrator's password", "run it again after `make down`")
