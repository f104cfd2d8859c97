"""The plugins that the toolchain builds offer what the installed SDKs promise to our program.

The SDKs come from PyPI and the plugins from Go modules: nothing but these tests holds the two together. What the
program uses is read from its source: each call of a resource or function of an SDK, with its arguments. Below an
argument, and in what an answer holds, everything that the SDK knows is compared: those are made and read elsewhere.
"""

import ast
import importlib
import inspect
import json
import os
import re
import subprocess
import types
import typing
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pulumi
import pulumi_github
import pytest
from pulumi import _types as pulumi_types  # pyright: ignore[reportPrivateUsage]  # knows what attributes stand for

from sandbox import paths
from sandbox.toolchain import ensure
from sandbox.toolchain.catalog import PLUGINS

pytestmark = pytest.mark.e2e

TOKEN = re.compile(r"'([a-z-]+:[\w./-]+:\w+)'")
Schema = dict[str, Any]


@dataclass(frozen=True)
class Use:
    """A call of an SDK's resource class or function in our program."""

    called: Any
    arguments: frozenset[str] | None  # None: a mapping is unpacked, so it may be any
    where: str

    def gives(self, argument: str) -> bool:
        """Whether the call may give the argument, named as Pulumi does."""
        return self.arguments is None or argument in self.arguments

    @property
    def token(self) -> str:
        """Pulumi's name for it; a provider has none of its own."""
        if is_class(self.called, pulumi.ProviderResource):
            return "provider"
        found = TOKEN.search(inspect.getsource(self.called))
        assert found, f"{self.where}: {self.called} names no token"
        return found[1]

    @property
    def package(self) -> str:
        """Pulumi's name of the SDK, for example `docker-build`."""
        return str(self.called.__module__).split(".")[0].removeprefix("pulumi_").replace("_", "-")


def is_class(value: object, base: type) -> bool:
    return isinstance(value, type) and issubclass(value, base)


def uses() -> Generator[Use]:
    """What `components/` and the main program call of the SDKs."""
    for file in sorted([*(paths.PROJECT / "components").rglob("*.py"), *paths.PROJECT.glob("*.py")]):
        nodes = list(ast.walk(ast.parse(file.read_text())))
        modules = {
            name.asname or name.name: importlib.import_module(name.name)
            for node in nodes
            if isinstance(node, ast.Import)
            for name in node.names
            if name.name.startswith("pulumi_")
        }
        for node in nodes:
            called = resolve(node.func, modules) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and (inspect.isfunction(called) or is_class(called, pulumi.CustomResource)):
                names = [keyword.arg for keyword in node.keywords]
                arguments = None if None in names else frozenset(camel(name or "") for name in names)
                yield Use(called, arguments, f"{file.name}:{node.lineno}")


def resolve(node: ast.expr, modules: Mapping[str, ModuleType]) -> object:
    """What an expression like `kubernetes.core.v1.Service` is, or None."""
    if isinstance(node, ast.Name):
        return modules.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(resolve(node.value, modules), node.attr, None)
    return None


@pytest.fixture(scope="module")
def schemas() -> dict[str, Schema]:
    """The schema of each built plugin, as the built engine reads it."""
    toolchain = ensure(["pulumi", *(tool.name for tool in PLUGINS)])
    result: dict[str, Schema] = {}
    for tool in PLUGINS:
        answer = subprocess.run(
            [toolchain.path("pulumi"), "package", "get-schema", toolchain.path(tool.name)],
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            capture_output=True,
            check=True,
        )
        result[tool.plugin or ""] = json.loads(answer.stdout)
    return result


def lacking(use: Use, schema: Schema) -> Generator[str]:
    """Paths of what the SDK has of a resource or function and the plugin does not."""
    hints = typing.get_type_hints(use.called) if inspect.isfunction(use.called) else {}
    if inspect.isfunction(use.called):
        offered = schema.get("functions", {}).get(use.token)
        if offered is None:
            yield use.token
            return
        inputs, outputs = offered["inputs"].get("properties", {}), offered["outputs"].get("properties", {})
        yield from (
            f"{use.token}.{name}"
            for name in map(camel, inspect.signature(use.called).parameters)
            if use.gives(name) and name not in inputs and name != "opts"
        )
        answer: Any = (typing.get_args(hints["return"]) or [hints["return"]])[0]
    else:
        offered = schema["provider"] if use.token == "provider" else schema["resources"].get(use.token)
        if offered is None:
            yield use.token
            return
        inputs, outputs = offered.get("inputProperties", {}), offered.get("properties", {})
        arguments = arguments_of(use.called)
        given = {name: hint for name, hint in pulumi_types.input_type_types(arguments).items() if use.gives(name)}
        yield from lacking_below(given, inputs, schema, use.token, set())
        answer = use.called
    if use.token == "provider":  # nothing reads from one
        return
    yield from (f"{use.token} gives no {name}" for name in properties_of(answer) if name not in outputs)


def camel(name: str) -> str:
    """The property that a Python argument stands for."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def arguments_of(resource: type) -> type:
    """The SDK's class with all arguments of a resource."""
    module = importlib.import_module(resource.__module__)
    found = getattr(module, f"{resource.__name__}InitArgs", None) or getattr(module, f"{resource.__name__}Args", None)
    assert found, f"the SDK has no class with the arguments of {resource}"
    return found


def properties_of(output: type) -> Generator[str]:
    """Pulumi's names of what a resource or an answer offers to read; `urn` and `id` are the engine's."""
    for name, member in inspect.getmembers(output, lambda member: isinstance(member, property)):
        pulumi_name: object = getattr(member.fget, "_pulumi_name", None)
        if pulumi_name is not None and name not in ("urn", "id"):
            yield pulumi_name if isinstance(pulumi_name, str) else name


def lacking_below(
    arguments: Mapping[str, object], offered: Schema, schema: Schema, path: str, seen: set[type]
) -> Generator[str]:
    """Paths of properties that the SDK has and the plugin lacks, at any depth."""
    for name, hint in arguments.items():
        here = f"{path}.{name}"
        if name not in offered:
            yield here
            continue
        if takes_list(hint) != (offered[name].get("type") == "array"):
            yield f"{here} is {'no ' if takes_list(hint) else 'a '}list"
        below = {key: value for kind in object_types(offered[name], schema) for key, value in kind.items()}
        for nested in set(classes_in(hint)) - seen:
            seen.add(nested)
            yield from lacking_below(pulumi_types.input_type_types(nested), below, schema, here, seen)


def classes_in(hint: object) -> Generator[type]:
    """The SDK's classes of arguments inside a type hint."""
    if isinstance(hint, type) and pulumi_types.is_input_type(hint):
        yield hint
    for part in typing.get_args(hint):
        yield from classes_in(part)


def takes_list(hint: object) -> bool:
    """Whether a value of a type hint is a list; of an input that may also be awaited, what it is then."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return any(takes_list(part) for part in typing.get_args(hint))
    return typing.get_origin(hint) is Sequence


def object_types(value: object, schema: Schema) -> Generator[Schema]:
    """The properties of each object type that a property's schema refers to."""
    if isinstance(value, dict):
        members = typing.cast(Schema, value)
        reference = str(members.get("$ref", ""))
        if reference.startswith("#/types/"):
            kind = schema["types"].get(reference.removeprefix("#/types/").replace("%2F", "/"), {})
            yield kind.get("properties", {})
        for part in members.values():
            yield from object_types(part, schema)


def test_the_plugins_have_every_resource_function_and_property_that_the_program_uses(
    schemas: dict[str, Schema],
) -> None:
    found = list(uses())
    assert {use.package for use in found} == {"docker", "docker-build", "github", "kubernetes"}
    assert [f"{use.where}: {path}" for use in found for path in lacking(use, schemas[use.package])] == []


def test_the_github_plugin_has_exactly_the_tokens_of_the_sdk(schemas: dict[str, Schema]) -> None:
    sources = (path.read_text() for path in Path(pulumi_github.__file__ or "").parent.rglob("*.py"))
    tokens = {token for source in sources for token in TOKEN.findall(source) if token.startswith("github:")}
    schema = schemas["github"]
    own = {token for token in (*schema["resources"], *schema["functions"]) if token.startswith("github:")}
    assert own == tokens
