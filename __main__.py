"""The PyAirtable platform: settings → catalog → phases → outputs."""

import pulumi

from components import debug_log, providers, settings, source_positions, surroundings
from components.platform import Platform


def main() -> None:
    """Registers the whole platform of the current stack."""
    debug_log.silence()
    stack = settings.load(pulumi.Config())
    catalog = surroundings.read_catalog(stack)
    around = surroundings.gather(stack, catalog)
    with source_positions.shortened():
        platform = Platform(
            "pyairtable",
            surroundings=around,
            through_phase=stack.through_phase,
            opts=pulumi.ResourceOptions(providers=providers.create(stack, catalog.organization).all),
        )
    pulumi.export("platform", platform.output)


main()
