"""Plain scalars as YAML 1.2's core schema reads them: https://yaml.org/spec/1.2.2/#103-core-schema.

PyYAML's own resolver follows YAML 1.1, where `no` is false, `010` is eight and `2026-01-01` a date. An editor that
checks the catalog against its schema follows 1.2.
"""

import re

from catalog.errors import shown

Scalar = str | int | float | bool | None

# No number of a catalog comes near; Python itself refuses to read one of more than 4,300 digits.
MAXIMUM_DIGITS = 18

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def value_of(text: str, *, plain: bool) -> Scalar:
    """The value of a scalar.

    Args:
        text: the scalar without its quotes.
        plain: whether it stood without quotes.

    Raises:
        ValueError: a number is too long.
    """
    if not plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        if len(text) > MAXIMUM_DIGITS:
            raise ValueError(f"{shown(text)} is too long for a number; put text in quotes")
        return int(text, 0 if text[1:2] in ("o", "x") else 10)
    if _FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "")) if _SPECIAL.fullmatch(text) else text
