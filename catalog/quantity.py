"""Kubernetes quantities (`25m`, `96Mi`, `3.5G`) as numbers.

The grammar is that of https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/, less what is
legal there but always a mistake in a catalog: memory in thousandths of a byte, CPU in gigabytes, exponents. The
official Python client has a parser too, but importing that client takes longer than loading the whole catalog.
"""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from catalog.errors import shown

_CPU = r"^[0-9]{1,6}(\.[0-9]{1,3})?$|^[0-9]{1,9}m$"
_MEMORY = r"^[0-9]{1,15}(\.[0-9]{1,3})?(k|M|G|T|Ki|Mi|Gi|Ti)?$"
_FACTORS = {
    "": Decimal(1),
    "m": Decimal("0.001"),
    **{suffix: Decimal(1000) ** power for power, suffix in enumerate("kMGT", start=1)},
    **{f"{suffix}i": Decimal(1024) ** power for power, suffix in enumerate("KMGT", start=1)},
}


def parse(quantity: str) -> Decimal:
    """The number that a quantity stands for: bytes for memory, cores for CPU.

    Raises:
        ValueError: the text is not a quantity.
    """
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z]*)", quantity)
    if match is None or match[2] not in _FACTORS:
        raise ValueError(f"{shown(quantity)} is not a quantity; write a number with a suffix, such as 250m or 96Mi")
    return Decimal(match[1]) * _FACTORS[match[2]]


def _cpu(quantity: str) -> str:
    if not re.fullmatch(_CPU, quantity) or parse(quantity) == 0:
        raise ValueError(f"{shown(quantity)} is no amount of CPU; write cores, such as 250m, 0.5 or 2")
    return quantity


def _memory(quantity: str) -> str:
    if not re.fullmatch(_MEMORY, quantity) or parse(quantity) == 0:
        raise ValueError(f"{shown(quantity)} is no amount of memory; write bytes with a suffix, such as 96Mi or 3.5G")
    return quantity


def mebibytes(count: Decimal | int) -> str:
    """Bytes as a quantity in whole mebibytes, rounded up (`Mi`)."""
    return f"{-(-int(count) // 2**20)}Mi"


Cpu = Annotated[
    str,
    AfterValidator(_cpu),
    WithJsonSchema({"type": "string", "pattern": _CPU, "examples": ["250m", "0.5", "2"]}),
]
"""CPU in cores, at least a thousandth."""

Memory = Annotated[
    str,
    AfterValidator(_memory),
    WithJsonSchema({"type": "string", "pattern": _MEMORY, "examples": ["96Mi", "1.5Gi", "3.5G"]}),
]
"""Memory in bytes, binary (`Mi`) or decimal (`M`)."""
