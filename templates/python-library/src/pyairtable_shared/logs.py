"""Logs as JSON lines on standard output, each with the id of the request that it belongs to."""

import logging
import logging.config
import sys
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from pyairtable_shared import request_ids


class _Formatter(JsonFormatter):
    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        if current := request_ids.current.get():
            log_data["request_id"] = current


def configure(level: str, service: str, version: str) -> None:
    """Sends everything that is logged to standard output; libraries' messages take the same form.

    Args:
        level: least important messages that are written, for example `info`.
        service: name of the service, part of every line.
        version: version of the service, part of every line.
    """
    json_lines = {
        "()": _Formatter,
        "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        # uvicorn repeats its messages there with colours.
        "reserved_attrs": [*RESERVED_ATTRS, "color_message"],
        "static_fields": {"service": service, "version": version},
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": json_lines},
            "handlers": {"stdout": {"()": logging.StreamHandler, "stream": sys.stdout, "formatter": "json"}},
            "root": {"handlers": ["stdout"], "level": level.upper()},
        }
    )
