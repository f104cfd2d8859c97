"""Every program that the toolchain builds, as data: module, packages, version and linker flags.

A tool's folder below `modules/` pins its Go modules exactly (go.mod, go.sum). The slowest come first, so that two
builds at a time end together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

MODULES = Path(__file__).parent / "modules"
PULUMI_VERSION = "3.259.0"  # also the Python SDK's, in pyproject.toml


@dataclass(frozen=True)
class ModuleFile:
    """A file of a dependency that is installed as it is.

    Args:
        module: Go module that holds the file, at the version of the tool's go.mod.
        path: the file's place in the module; its name is kept.
    """

    module: str
    path: str


@dataclass(frozen=True)
class Tool:
    """What one build makes.

    Args:
        name: also its folder below `modules/`.
        version: what the programs say about themselves.
        binaries: program name to Go package.
        variables: Go variables set by the linker.
        files: files of dependencies installed beside the binaries.
        generate: arguments of the module's own `./generate` program, run first; it finds VERSION in its environment.
        plugin: name under which Pulumi knows it as a resource plugin.
        pulumi: belongs to Pulumi, so a fitting `pulumi` on PATH makes it unnecessary.
    """

    name: str
    version: str
    binaries: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    files: tuple[ModuleFile, ...] = ()
    generate: tuple[str, ...] | None = None
    plugin: str | None = None
    pulumi: bool = False
    modules: Path = MODULES

    @property
    def folder(self) -> Path:
        """Where go.mod lies."""
        return self.modules / self.name

    @property
    def linker_flags(self) -> str:
        """No symbol table (smaller, links faster), then the variables."""
        return " ".join(("-s -w", *(f"-X {name}={value}" for name, value in self.variables.items())))


def _plugin(
    plugin: str,
    version: str,
    variable: str = "main.version",
    package: str = ".",
    generate: tuple[str, ...] | None = None,
) -> Tool:
    name = f"pulumi-resource-{plugin}"
    return Tool(
        name,
        version,
        {name: package},
        {variable: version},
        generate=generate,
        plugin=plugin,
        pulumi=True,
    )


_BRIDGE_SCHEMA = ("schema", "--skip-docs", "--skip-examples", "--out", ".")
_SDK = "github.com/pulumi/pulumi/sdk/v3"
_KUBERNETES = "k8s.io/kubernetes/cmd"
_KUBERNETES_VERSION = "k8s.io/component-base/version"
_DOCKER_BUILD = "github.com/pulumi/pulumi-docker-build/provider"

ALL = (
    Tool(
        "kubernetes",
        "1.35.4",
        {
            name: f"{_KUBERNETES}/{name}"
            for name in (
                "kube-apiserver",
                "kube-controller-manager",
                "kube-proxy",
                "kube-scheduler",
                "kubectl",
                "kubelet",
            )
        },
        {
            f"{_KUBERNETES_VERSION}.gitVersion": "v1.35.4",
            f"{_KUBERNETES_VERSION}.gitMajor": "1",
            f"{_KUBERNETES_VERSION}.gitMinor": "35",
            f"{_KUBERNETES_VERSION}.gitTreeState": "clean",
        },
    ),
    _plugin("kubernetes", "4.25.0", generate=()),
    Tool(
        "pulumi",
        PULUMI_VERSION,
        {"pulumi": "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"},
        {f"{_SDK}/go/common/version.Version": PULUMI_VERSION},
        files=(
            ModuleFile(_SDK, "python/cmd/pulumi-language-python-exec"),
            ModuleFile(_SDK, "python/dist/pulumi-resource-pulumi-python"),
        ),
        pulumi=True,
    ),
    _plugin("docker-build", "0.0.22", f"{_DOCKER_BUILD}.Version", f"{_DOCKER_BUILD}/cmd/pulumi-resource-docker-build"),
    Tool(
        "buildkit",
        "0.31.1",
        {name: f"github.com/moby/buildkit/cmd/{name}" for name in ("buildctl", "buildkitd")},
        {"github.com/moby/buildkit/version.Version": "v0.31.1"},
    ),
    Tool("coredns", "1.14.7", {"coredns": "github.com/coredns/coredns"}),
    _plugin("github", "6.15.0", generate=_BRIDGE_SCHEMA),
    Tool(
        "process-compose",
        "1.87.0",
        {"process-compose": "github.com/f1bonacc1/process-compose"},
        {"github.com/f1bonacc1/process-compose/src/config.Version": "v1.87.0"},
    ),
    Tool(
        "registry",
        "3.1.2",
        {"registry": "github.com/distribution/distribution/v3/cmd/registry"},
        {"github.com/distribution/distribution/v3/version.version": "v3.1.2"},
    ),
    Tool(
        "pulumi-language-python",
        PULUMI_VERSION,
        {"pulumi-language-python": "github.com/pulumi/pulumi/sdk/python/cmd/pulumi-language-python/v3"},
        {f"{_SDK}/go/common/version.Version": PULUMI_VERSION},
        pulumi=True,
    ),
    Tool("etcd", "3.6.16", {"etcd": "go.etcd.io/etcd/server/v3"}),
    _plugin("docker", "5.2.0", generate=_BRIDGE_SCHEMA),
    Tool(
        "actionlint",
        "1.7.12",
        {"actionlint": "github.com/rhysd/actionlint/cmd/actionlint"},
        {"github.com/rhysd/actionlint.version": "1.7.12"},
    ),
    Tool("pause", "1.0.0", {"pause": "."}),
)

BY_NAME: Mapping[str, Tool] = MappingProxyType(
    {binary: tool for tool in ALL for binary in tool.binaries} | {tool.name: tool for tool in ALL}
)
PLUGINS = tuple(tool for tool in ALL if tool.plugin)
