"""Runs a Pulumi program without an engine and keeps what it registered, as the engine would have been told."""

import asyncio
import contextvars
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pulumi
from google.protobuf.json_format import MessageToDict
from pulumi.runtime import mocks, rpc
from pulumi.runtime.config import set_all_config
from pulumi.runtime.stack import run_pulumi_func

PROJECT = "pyairtable"
STACK = "pulumi:pulumi:Stack"
UNKNOWN = rpc.UNKNOWN
"""What an input is in a preview while nobody knows its value."""

_SECRET = {rpc._special_sig_key: rpc._special_secret_sig}  # pyright: ignore[reportPrivateUsage]


@dataclass(frozen=True)
class Secret:
    """An input that the program marked as secret."""

    value: Any


@dataclass(frozen=True)
class Registered:
    """One resource as the program registered it.

    Attributes:
        urn: its full name.
        type: its type token.
        name: its logical name.
        parent: logical name of its parent; empty for the stack.
        custom: whether a provider makes it; False for a component.
        dependencies: logical names of the resources that are made first; components are expanded to their children.
        provider: logical name of its explicit provider; empty for a default one.
        import_id: what it is imported by; empty when it is created.
        retained: whether destroy keeps the real thing.
        protected: whether a change that deletes it is refused.
        ignored: inputs whose changes are ignored.
        timeouts: seconds or minutes, as given, by operation.
        stack: where the program asked for it, the innermost call first, each as a file's address.
        inputs: with `Secret` and `UNKNOWN` in their places.
    """

    urn: str
    type: str
    name: str
    parent: str
    custom: bool
    dependencies: tuple[str, ...]
    provider: str
    import_id: str
    retained: bool
    protected: bool
    ignored: tuple[str, ...]
    timeouts: Mapping[str, str]
    stack: tuple[str, ...]
    inputs: dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One call of a provider's function."""

    token: str
    arguments: dict[str, Any]
    provider: str


@dataclass
class Recording:
    """What a program registered, asked, and exported."""

    resources: list[Registered] = field(default_factory=list[Registered])
    asked: list[Asked] = field(default_factory=list[Asked])
    exports: dict[str, Any] = field(default_factory=dict[str, Any])

    def __getitem__(self, name: str) -> Registered:
        found = [resource for resource in self.resources if resource.name == name]
        assert len(found) == 1, f"{len(found)} resources are called {name}: {[r.name for r in self.resources]}"
        return found[0]

    def of_type(self, token: str) -> list[Registered]:
        """The resources of a type; the last part of its token is enough."""
        return [resource for resource in self.resources if resource.type.rsplit(":", 1)[-1] == token]

    def below(self, name: str) -> Iterator[Registered]:
        """Everything below a component, children before grandchildren."""
        for resource in self.resources:
            if resource.parent == name:
                yield resource
                yield from self.below(resource.name)


class _Mocks(mocks.Mocks):
    """Providers that make everything, with the outputs that the program reads."""

    def __init__(self, recording: Recording, preview: bool, recorded: Iterable[str]) -> None:
        self._recording = recording
        self._preview = preview
        self._recorded = recorded

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        outputs = dict(cast("dict[str, Any]", args.inputs))  # pyright: ignore[reportUnknownMemberType]
        if args.typ == "github:index/repository:Repository":
            outputs["htmlUrl"] = f"https://github.example/Reg-Kris/{outputs['name']}"
        if args.typ == "github:index/team:Team":
            return args.resource_id or "7", outputs
        if args.typ == "docker-build:index:Image" and not self._preview:
            outputs["digest"] = digest(str(outputs["tags"][0]))
        return args.resource_id or f"{args.name}-id", outputs

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        arguments = cast("dict[str, Any]", args.args)  # pyright: ignore[reportUnknownMemberType]
        if args.token == "pulumi:pulumi:readStackResourceOutputs":
            return {**arguments, "outputs": {urn: {} for urn in self._recorded}}, []
        self._recording.asked.append(Asked(args.token, arguments, _name(args.provider.rsplit("::", 1)[0])))
        return {**arguments, "sha256Digest": digest(str(arguments["name"]))}, []


class _Monitor(mocks.MockMonitor):
    def __init__(self, recording: Recording, preview: bool, recorded: Iterable[str]) -> None:
        super().__init__(_Mocks(recording, preview, recorded))
        self._recording = recording

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """As the engine does: the types of all ancestors but the stack, where the SDK's stand-in keeps one."""
        ancestors = _type(parent)
        qualified = type_ if ancestors in ("", STACK) else f"{ancestors}${type_}"
        return f"urn:pulumi:{pulumi.get_stack()}::{pulumi.get_project()}::{qualified}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        made: Any = super().RegisterResource(request)  # pyright: ignore[reportUnknownMemberType]
        if request.type != STACK:
            timeouts = cast("dict[str, str]", MessageToDict(request.customTimeouts))
            self._recording.resources.append(
                Registered(
                    urn=made.urn,
                    type=request.type,
                    name=request.name,
                    parent="" if _type(request.parent) == STACK else _name(request.parent),
                    custom=request.custom,
                    dependencies=tuple(sorted(_name(urn) for urn in request.dependencies)),
                    provider=_name(request.provider.rsplit("::", 1)[0]),
                    import_id=request.importId,
                    retained=request.retainOnDelete,
                    protected=request.protect,
                    ignored=tuple(request.ignoreChanges),
                    timeouts=timeouts,
                    stack=tuple(frame.pc.uri for frame in request.stackTrace.frames),
                    inputs=_plain(MessageToDict(request.object)),
                )
            )
        return made

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        if _type(request.urn) == STACK:
            self._recording.exports.update(_plain(MessageToDict(request.outputs)))
        return super().RegisterResourceOutputs(request)  # pyright: ignore[reportUnknownMemberType]


def digest(reference: str) -> str:
    """The digest that the stand-in registry has for a tag."""
    return f"sha256:{hashlib.sha256(reference.encode()).hexdigest()}"


def record(
    program: Callable[[], Any],
    *,
    preview: bool = False,
    config: Mapping[str, str] | None = None,
    stack: str = "dev",
    recorded: Iterable[str] = (),
) -> Recording:
    """Runs a program to its end.

    Args:
        program: registers resources.
        preview: whether it is only planned.
        config: the stack's configuration by key, without the project's name.
        stack: its name.
        recorded: URNs of the resources that its state has from before.
    """
    recording = Recording()

    def run() -> None:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            set_all_config({f"{PROJECT}:{key}": value for key, value in (config or {}).items()})
            pulumi.runtime.set_mocks(
                _Mocks(recording, preview, recorded),
                project=PROJECT,
                stack=stack,
                preview=preview,
                monitor=_Monitor(recording, preview, recorded),
            )
            loop.run_until_complete(run_pulumi_func(lambda: _finish(program)))
        finally:
            loop.close()
            asyncio.set_event_loop(None)

    contextvars.Context().run(run)
    return recording


def _finish(program: Callable[[], Any]) -> None:
    root: Any = pulumi.runtime.settings.get_root_resource()
    program()
    root.register_outputs(root.outputs)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        if items.items() >= _SECRET.items():
            return Secret(_plain(items["value"]))
        return {key: _plain(item) for key, item in items.items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    # A Protobuf struct has no integers.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _name(urn: str) -> str:
    return urn.rsplit("::", 1)[-1]


def _type(urn: str) -> str:
    return urn.split("::")[2] if urn else ""
