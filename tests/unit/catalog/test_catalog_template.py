"""What a new service may start from: names that Go, Python, SQL, JSON and paths all allow."""

from typing import Any

import pytest
from pydantic import ValidationError

from catalog.template import SampleResource


def _resource(**overrides: Any) -> SampleResource:
    values: dict[str, Any] = {"name": "document", "fields": [{"name": "title", "type": "text"}]}
    return SampleResource.model_validate({**values, **overrides})


def test_a_resource_is_found_under_its_plural() -> None:
    assert _resource().path == "documents"
    assert _resource(name="query", plural="queries").path == "queries"


@pytest.mark.parametrize("name", ["D", "d", "two words", "class", "func", "a" * 21, "ab_c", "ab1"])
def test_a_word_that_some_language_refuses_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="is not a resource's name"):
        _resource(name=name)


@pytest.mark.parametrize("name", ["Title", "_title", "title_", "range", "import", "a" * 31])
def test_a_field_that_some_language_refuses_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="is not a field's name"):
        _resource(fields=[{"name": name, "type": "text"}])


@pytest.mark.parametrize("name", ["id", "created_at", "metadata", "schema", "self", "model_config"])
def test_a_field_that_every_record_has_anyway_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="has a meaning of its own"):
        _resource(fields=[{"name": name, "type": "text"}])


@pytest.mark.parametrize("changed", [{"name": "metric"}, {"plural": "health"}])
def test_a_resource_does_not_hide_another_route(changed: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="is another route of a service"):
        _resource(**changed)


def test_a_field_stands_there_once() -> None:
    with pytest.raises(ValidationError, match="stands there twice"):
        _resource(fields=[{"name": "title", "type": "text"}, {"name": "title", "type": "integer"}])


def test_fields_whose_names_would_be_the_same_in_go_are_refused() -> None:
    with pytest.raises(ValidationError, match="'a_1' and 'a1' differ in '_' alone"):
        _resource(fields=[{"name": "a_1", "type": "text"}, {"name": "a1", "type": "text"}])
