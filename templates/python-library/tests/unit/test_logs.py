import json
import logging

import pytest

from pyairtable_shared import logs, request_ids


def test_a_message_is_one_json_line_with_service_and_request(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "trial", "1.2.3")
    token = request_ids.current.set("abc-123")
    logging.getLogger("some.library").info("two\nlines", extra={"status": 200})
    request_ids.current.reset(token)
    [line] = capsys.readouterr().out.splitlines()
    written = json.loads(line)
    assert written.pop("time")
    assert written == {
        "level": "INFO",
        "logger": "some.library",
        "message": "two\nlines",
        "status": 200,
        "request_id": "abc-123",
        "service": "trial",
        "version": "1.2.3",
    }


def test_messages_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("warning", "trial", "1.2.3")
    logging.getLogger("some.library").info("too low")
    assert capsys.readouterr().out == ""
