"""The providers of a stack, each with an explicit address: no resource ever uses an ambient default."""

from dataclasses import dataclass

import pulumi
import pulumi_docker as docker
import pulumi_docker_build as docker_build
import pulumi_github as github
import pulumi_kubernetes as kubernetes

from components.settings import Settings


@dataclass(frozen=True)
class Providers:
    """One provider per world that the platform lives in."""

    kubernetes: kubernetes.Provider
    github: github.Provider
    docker: docker.Provider
    docker_build: docker_build.Provider

    @property
    def all(self) -> list[pulumi.ProviderResource]:
        """For a component, which hands each child the one of its package."""
        return [self.kubernetes, self.github, self.docker, self.docker_build]


def create(settings: Settings, organization: str) -> Providers:
    """Makes the providers from the stack's settings; tokens come from the environment and stay out of state."""
    return Providers(
        kubernetes=kubernetes.Provider(
            "kubernetes",
            kubeconfig=settings.kubeconfig or None,
            context=settings.kube_context,
            # Changed in place: a replacement under the same name leaves a moment without it, in which a pod that
            # restarts cannot start. The checksum in the pod template is what rolls the change out.
            enable_config_map_mutable=True,
            enable_secret_mutable=True,
            opts=None if settings.kubeconfig else _leave_to_provider("kubeconfig"),
        ),
        github=github.Provider(
            "github",
            owner=organization,
            base_url=settings.github_url,
            # github.com asks for a second between writes (secondary rate limits); another server does not.
            write_delay_ms=1000 if settings.github_url == "https://github.com/" else 1,
            opts=_leave_to_provider("token"),
        ),
        docker=docker.Provider("docker"),
        docker_build=docker_build.Provider("docker-build"),
    )


def _leave_to_provider(name: str) -> pulumi.ResourceOptions:
    """Takes out an argument that the SDK fills from the environment: the provider reads its variable itself.

    As an input it would be in the state, and another person's token or path would show as a change.
    """

    def without(made: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        kept = {key: value for key, value in made.props.items() if key != name}
        return pulumi.ResourceTransformationResult(props=kept, opts=made.opts)

    return pulumi.ResourceOptions(transformations=[without])
