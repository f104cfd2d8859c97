"""Kubernetes quantities (`25m`, `96Mi`, `3.5G`) as numbers.

The grammar is that of https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/. The official
Python client has a parser too, but importing that client takes longer than loading the whole catalog.
"""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

_PATTERN = r"^(\d+(?:\.\d+)?)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$"
_FACTORS = {
    "": Decimal(1),
    "m": Decimal("0.001"),
    **{suffix: Decimal(1000) ** power for power, suffix in enumerate("kMGTPE", start=1)},
    **{f"{suffix}i": Decimal(1024) ** power for power, suffix in enumerate("KMGTPE", start=1)},
}


def parse(quantity: str) -> Decimal:
    """The number that a quantity stands for: bytes for memory, cores for CPU.

    Raises:
        ValueError: the text is not a quantity.
    """
    match = re.match(_PATTERN, quantity)
    if match is None:
        raise ValueError(f"'{quantity}' is not a quantity; write a number with a suffix, such as 250m, 96Mi or 3.5G")
    number, suffix = match.groups()
    return Decimal(number) * _FACTORS[suffix or ""]


def _check(quantity: str) -> str:
    if parse(quantity) <= 0:
        raise ValueError(f"'{quantity}' must be more than 0")
    return quantity


def mebibytes(count: Decimal | int) -> str:
    """Bytes as a quantity in whole mebibytes, rounded up (`Mi`)."""
    return f"{-(-int(count) // 2**20)}Mi"


Quantity = Annotated[
    str,
    Field(strict=True),
    AfterValidator(_check),
    WithJsonSchema({"type": "string", "pattern": _PATTERN, "examples": ["250m", "96Mi", "3.5G"]}),
]
