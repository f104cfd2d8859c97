"""What a test sends."""

from typing import Any

PATH = "/conversations"
UNKNOWN = f"{PATH}/0190a5f4-0000-7000-8000-000000000000"
VALUES: dict[str, Any] = {
    "title": "first",
    "model": "first",
    "archived": False,
}
OTHER_VALUES: dict[str, Any] = {
    "title": "second",
    "model": "second",
    "archived": True,
}
