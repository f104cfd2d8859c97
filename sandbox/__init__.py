"""The local world: toolchain, cluster, registry, image builder and GitHub API, all on loopback.

Nothing outside this package (but the tests) imports it: the Pulumi program only knows addresses.
"""
