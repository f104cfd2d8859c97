"""What a new service starts from: the role that its template plays, and the sample resource that it serves.

Names of resources and fields become names in Go, Python, SQL, JSON and paths, so they keep to what all of them allow.
"""

import keyword
import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from catalog.errors import shown

_MODEL = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)

Role = Literal["resource", "gateway", "auth", "permission", "aggregator"]
FieldType = Literal["text", "integer", "boolean"]

_WORD = r"^[a-z]{2,20}$"
_FIELD = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
# https://go.dev/ref/spec#Keywords; names that Go declares in advance may be shadowed and are no trouble.
_GO = frozenset(
    {
        "break",
        "case",
        "chan",
        "const",
        "continue",
        "default",
        "defer",
        "else",
        "fallthrough",
        "for",
        "func",
        "go",
        "goto",
        "if",
        "import",
        "interface",
        "map",
        "package",
        "range",
        "return",
        "select",
        "struct",
        "switch",
        "type",
        "var",
    }
)
# What every record has anyway, and what SQLAlchemy and Pydantic keep for themselves.
_TAKEN = frozenset(
    {
        "id", "created_at", "updated_at", "metadata", "registry", "construct", "copy", "dict", "from_orm", "json",
        "parse_file", "parse_obj", "parse_raw", "schema", "schema_json", "self", "update_forward_refs", "validate",
    }
)  # fmt: skip
# Paths that every service has anyway, or those of a role.
_PATHS = frozenset({"health", "ready", "metrics", "api", "token", "check", "grants", "overview"})


def _word(name: str) -> str:
    if not re.fullmatch(_WORD, name) or keyword.iskeyword(name) or name in _GO:
        raise ValueError(f"{shown(name)} is not a resource's name; use 2 to 20 lower-case letters, no keyword")
    return name


def _field(name: str) -> str:
    if not re.fullmatch(_FIELD, name) or len(name) > 30 or keyword.iskeyword(name) or name in _GO:
        raise ValueError(
            f"{shown(name)} is not a field's name; use at most 30 lower-case letters, digits and inner '_', no keyword"
        )
    if name in _TAKEN or name.startswith("model_"):
        raise ValueError(f"{shown(name)} has a meaning of its own in every record; use another name")
    return name


Word = Annotated[
    str, AfterValidator(_word), WithJsonSchema({"type": "string", "pattern": _WORD, "examples": ["document"]})
]
FieldName = Annotated[
    str, AfterValidator(_field), WithJsonSchema({"type": "string", "pattern": _FIELD, "examples": ["title"]})
]


class ResourceField(BaseModel):
    """One field of a sample resource; required when one is made."""

    model_config = _MODEL
    name: FieldName
    """Its name in JSON and in the database, in snake case."""
    type: FieldType
    """`text` has 1 to 200 characters, `integer` is a signed 32-bit number."""


class SampleResource(BaseModel):
    """What a new service lets its callers create, read, list, update and delete."""

    model_config = _MODEL
    name: Word
    """In the singular, such as document."""
    plural: Word | None = None
    """Its path and its table; the name with an s by default."""
    fields: Annotated[tuple[ResourceField, ...], Field(strict=False, min_length=1, max_length=20)]
    """What it consists of beside id and times."""

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        names = [field.name for field in self.fields]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"the field {shown(twice[0])} stands there twice; rename or remove one")
        # Names in Go have no '_': a_1 and a1 become the same.
        for index, name in enumerate(names):
            for other in names[:index]:
                if name.replace("_", "") == other.replace("_", ""):
                    raise ValueError(f"the fields {shown(other)} and {shown(name)} differ in '_' alone; rename one")
        return self

    @model_validator(mode="after")
    def _free(self) -> Self:
        if self.path in _PATHS:
            raise ValueError(f"/{self.path} is another route of a service; give the resource another plural")
        return self

    @property
    def path(self) -> str:
        """The plural: its path without a slash, and its table."""
        return self.plural or f"{self.name}s"


class ServiceTemplate(BaseModel):
    """What a new service's repository starts from."""

    model_config = _MODEL
    role: Role = "resource"
    """`resource` serves its sample resource alone; the others add to it: `gateway` routes to every service, `auth`
    issues tokens, `permission` answers checks, `aggregator` joins what the services that it depends on answer."""
    resource: SampleResource = SampleResource(name="item", fields=(ResourceField(name="name", type="text"),))
    """The sample resource; items with a name unless something better is known."""
