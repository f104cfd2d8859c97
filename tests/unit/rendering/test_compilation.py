"""Templates that are compiled once say the same as templates that are compiled each time."""

import pytest
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError

from rendering.compilation import compiled_once

TEXT = "{% if yes %}\n{{ name }}{% endif %}\n"


def test_another_environment_s_values_are_its_own() -> None:
    with compiled_once():
        for name in ("auth", "chat"):
            assert Environment().from_string("{{ name }}").render(name=name) == name


def test_another_syntax_is_compiled_for_itself() -> None:
    with compiled_once():
        plain = Environment().from_string(TEXT).render(yes=True, name="auth")
        trimmed = Environment(trim_blocks=True).from_string(TEXT).render(yes=True, name="auth")
        brackets = Environment(variable_start_string="[[", variable_end_string="]]").from_string("{{ name }}").render()
    assert (plain, trimmed, brackets) == ("\nauth", "auth", "{{ name }}")


def test_what_an_environment_does_with_a_missing_value_stays_its_own() -> None:
    with compiled_once():
        assert Environment().from_string("{{ missing }}").render() == ""
        with pytest.raises(UndefinedError):
            Environment(undefined=StrictUndefined).from_string("{{ missing }}").render()


def test_a_mistake_is_told_each_time_with_its_line() -> None:
    with compiled_once():
        for _ in range(2):
            with pytest.raises(TemplateSyntaxError) as raised:
                Environment().from_string("fine\n{% if %}")
            assert raised.value.lineno == 2


def test_jinja_is_left_as_it_was() -> None:
    before = Environment.compile
    with compiled_once():
        assert Environment.compile is not before
    assert Environment.compile is before
