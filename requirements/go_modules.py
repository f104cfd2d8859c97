"""Writes go.mod and go.sum of the Go templates, as `go mod tidy` makes them for a repository of each role.

`sh requirements/go_modules.sh` runs it after a template imports something new, or names another version in its
go.mod. What only some roles need stands in a condition.
"""

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

from catalog.load import load
from catalog.model import Catalog, Repository
from catalog.template import Role, ServiceTemplate
from rendering import answers, repositories
from rendering.answers import LIBRARY_VERSION
from rendering.template import TEMPLATES, render

ROOT = Path(__file__).resolve().parent.parent
ROLES: tuple[Role, ...] = get_args(Role)


def main() -> None:
    """Tidies the library, releases it into a folder, and tidies a service of each role against it."""
    catalog = load(ROOT / "services.yaml")
    library = next(entry for entry in catalog.repositories if answers.of(entry, catalog).kind == "go-library")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tidied = _tidied(library, catalog, folder)
        (TEMPLATES / "go-library" / "go.mod.jinja").write_text(_mod({"": tidied}))
        (TEMPLATES / "go-library" / "go.sum").write_text((tidied / "go.sum").read_text())
        _release(_rendered(library, catalog, folder))
        services = {role: _tidied(_of_role(role, catalog), catalog, folder) for role in ROLES}
        module = f"github.com/{catalog.organization}/{library.name}"
        (TEMPLATES / "go-service" / "go.mod.jinja").write_text(_mod(services, module))
        (TEMPLATES / "go-service" / "go.sum.jinja").write_text(_sum(services, module))


def _of_role(role: Role, catalog: Catalog) -> Repository:
    for entry in catalog.services:
        if answers.of(entry, catalog).kind == "go-service" and (entry.template or ServiceTemplate()).role == role:
            return entry
    raise SystemExit(f"services.yaml has no Go service of the role {role}; its requirements cannot be found out")


def _rendered(entry: Repository, catalog: Catalog, folder: Path) -> Path:
    for path, file in render(repositories.source(entry, catalog)).items():
        (folder / entry.name / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / entry.name / path).write_bytes(file.content)
    return folder / entry.name


def _tidied(entry: Repository, catalog: Catalog, folder: Path) -> Path:
    target = _rendered(entry, catalog, folder)
    owner = f"github.com/{catalog.organization}"
    environment = {
        **os.environ,
        "GOFLAGS": "-mod=mod -modcacherw",
        "GOPRIVATE": owner,
        # The library's release is of today; a cache that outlives this run would keep it for ever.
        "GOMODCACHE": str(folder / "modules"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{folder.as_uri()}/.insteadOf",
        "GIT_CONFIG_VALUE_0": f"https://{owner}/",
    }
    subprocess.run(["go", "mod", "tidy"], cwd=target, env=environment, check=True)
    return target


def _release(repository: Path) -> None:
    identity = ("-c", "user.name=platform", "-c", "user.email=platform@localhost")
    tag = f"v{LIBRARY_VERSION}"
    for command in (("init", "-q"), ("add", "-A"), (*identity, "commit", "-qm", tag), ("tag", tag)):
        subprocess.run(["git", *command], cwd=repository, check=True)


def _mod(folders: Mapping[str, Path], library: str = "") -> str:
    required = {role: _requirements(folder / "go.mod") for role, folder in folders.items()}
    blocks = [
        _merged(
            {
                role: [line for line in lines if line.endswith("// indirect") is indirect]
                for role, lines in required.items()
            },
            library,
        )
        for indirect in (False, True)
    ]
    # In a statement of its own: among the others its place would depend on the organisation's name.
    own = "require {{ go_library }} v{{ library_version }}\n\n" if library else ""
    tool = "tool honnef.co/go/tools/cmd/staticcheck"
    head = "module {{ go_module }}\n\ngo 1.26.0\n\n" + tool + "\n\n" + own
    return head + "\n".join(f"require (\n{block})\n" for block in blocks)


def _requirements(path: Path) -> list[str]:
    """The lines of a go.mod that require a module; each is tab, module, version and perhaps a comment."""
    return [line for line in path.read_text().splitlines() if line.startswith("\t")]


def _sum(folders: Mapping[str, Path], library: str) -> str:
    lines = _merged({role: (folder / "go.sum").read_text().splitlines() for role, folder in folders.items()}, library)
    return (
        "{% set lines %}\n" + lines + "{% endset %}\n"
        "{# Go sorts them: those of the library stand where its name says. #}\n"
        "{% set rest = namespace(library=library_sums) %}\n"
        "{% for line in lines.strip().splitlines() %}\n"
        "{% if rest.library and line > rest.library[0] %}\n"
        '{{ rest.library | join("\\n") }}\n'
        "{% set rest.library = [] %}\n"
        "{% endif %}\n"
        "{{ line }}\n"
        "{% endfor %}\n"
    )


def _merged(lines: Mapping[str, list[str]], library: str) -> str:
    """The lines of all roles in their common order, conditions around what only some of them have."""
    order: dict[str, None] = {}
    for of_role in lines.values():
        order |= dict.fromkeys(line for line in of_role if not (library and line.split()[0] == library))
    text, open_condition = "", ""
    for line in sorted(order, key=_place):
        roles = [role for role, of_role in lines.items() if line in of_role]
        condition = "" if len(roles) == len(lines) else "{% if role in (" + ", ".join(f'"{r}"' for r in roles) + ",) %}"
        if condition != open_condition:
            text += "{% endif %}\n" if open_condition else ""
            text += f"{condition}\n" if condition else ""
            open_condition = condition
        text += f"{line}\n"
    return text + ("{% endif %}\n" if open_condition else "")


def _place(line: str) -> tuple[str, list[tuple[bool, int, str]], bool]:
    """Go's own order: by module, then by version, a go.mod after its module."""
    module, version, *_ = line.split()
    bare = version.removesuffix("/go.mod")
    parts = [
        (part.isdigit(), int(part) if part.isdigit() else 0, part) for part in bare[1:].replace("-", ".").split(".")
    ]
    return module, parts, bare != version


if __name__ == "__main__":
    main()
