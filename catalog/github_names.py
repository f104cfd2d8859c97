"""GitHub's rules for the names and values of a repository's settings."""

from typing import Annotated

from pydantic import Field

from catalog.names import json_schema, matching

# Slugs are what GitHub makes of a team's name.
_SLUG = r"^[a-z0-9][a-z0-9_-]{0,99}$"
# https://docs.github.com/en/rest/repos/repos#replace-all-repository-topics
_TOPIC = r"^[a-z0-9][a-z0-9-]{0,49}$"
# https://docs.github.com/en/rest/issues/labels#create-a-label
_LABEL = r"^[^\x00-\x20\x7f:]([^\x00-\x1f\x7f:]{0,48}[^\x00-\x20\x7f:])?$"
_COLOR = r"^[0-9a-f]{6}$"
# Names of secrets and variables ignore case on GitHub; capitals alone keep two spellings from meaning one thing.
# https://docs.github.com/en/actions/reference/workflows-and-actions/variables#naming-conventions-for-configuration-variables
_ACTIONS = r"^(?!GITHUB_)[A-Z_][A-Z0-9_]*$"
# A branch, without what git refuses (git check-ref-format) and what a workflow or a shell would misread.
_BRANCH = r"^(?!.*(\.\.|//|\.lock$|/$|\.$))[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$"
_PATTERN = r"^[A-Za-z0-9*?\[\]!._/-]{1,200}$"
_ENVIRONMENT = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
_EVENT = r"^(\*|[a-z]+(_[a-z]+)*)$"
_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_HTTPS = r"^https://[^\s/?#@]+(/\S*)?$"

TeamSlug = Annotated[
    str,
    matching(_SLUG, "is not the slug of a team; use at most 100 lower-case letters, digits, '-' and '_'"),
    json_schema(_SLUG, "platform"),
]
Topic = Annotated[
    str,
    matching(_TOPIC, "is not a topic; use at most 50 lower-case letters, digits and '-'"),
    json_schema(_TOPIC, "airtable"),
]
LabelName = Annotated[
    str,
    matching(_LABEL, "is not the name of a label; use at most 50 characters, no ':' and no space around it"),
    json_schema(_LABEL, "template update"),
]
Color = Annotated[
    str,
    matching(_COLOR, "is not a colour; write six hexadecimal digits in quotes, such as '0e8a16'"),
    json_schema(_COLOR, "0e8a16"),
]
ActionsName = Annotated[
    str,
    matching(
        _ACTIONS,
        "is not the name of an Actions variable or secret; use capital letters, digits and '_', no digit first, not "
        "beginning with 'GITHUB_'",
    ),
    json_schema(_ACTIONS, "REGISTRY"),
]
BranchName = Annotated[
    str, matching(_BRANCH, "is not a branch; use letters, digits, '.', '_', '-' and '/'"), json_schema(_BRANCH, "main")
]
RefPattern = Annotated[
    str,
    matching(_PATTERN, "is not a pattern of branches or tags; use letters, digits, '.', '_', '-', '/', '*' and '?'"),
    json_schema(_PATTERN, "v*"),
]
DeploymentEnvironment = Annotated[
    str,
    matching(_ENVIRONMENT, "is not the name of a deployment environment; use letters, digits, '.', '_' and '-'"),
    json_schema(_ENVIRONMENT, "prod"),
]
CheckName = Annotated[str, Field(min_length=1, max_length=200, examples=["ci"])]
Event = Annotated[
    str,
    matching(_EVENT, "is not a webhook event, such as push or pull_request"),
    json_schema(_EVENT, "push", "pull_request"),
]
HttpsAddress = Annotated[
    str,
    matching(_HTTPS, "is not an https:// address without user and password"),
    json_schema(_HTTPS, "https://chat.example/hooks/1"),
]
ConfigurationKey = Annotated[
    str,
    matching(_KEY, "is not the name of a value in the stack's actionsSecrets; use lower-case words joined by '-'"),
    json_schema(_KEY, "deploy-token"),
]
