"""Actions secrets of a repository and of its environments.

They are stored as the client sealed them and are never shown or logged. A value that was not sealed with the
repository's key is refused, so a client that encrypts wrongly is found out here and not in its first workflow run.
"""

import base64
import binascii
import re

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from sandbox.github.call import NO_CONTENT, Call, Reply, counted_page
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, invalid, not_found
from sandbox.github.routing import Routes
from sandbox.github.timestamps import now

routes = Routes()

ENVIRONMENT = "/environments/{environment}"


def kind(call: Call, what: str) -> str:
    """The kind of documents for a repository's or an environment's secrets or variables.

    Raises:
        ApiError: 404, no such environment.
    """
    environment = call.path.get("environment")
    if environment is None:
        return what
    return f"{what} of {call.document('environment', environment)['name']}"


def checked_name(name: str) -> str:
    """A secret's or variable's name, in capitals as github.com keeps it.

    Raises:
        ApiError: 422.
    """
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or name.upper().startswith("GITHUB_"):
        raise invalid("Secret", "name", "invalid", f"{name} must be letters, digits and _, not start with GITHUB_")
    return name.upper()


def _key(call: Call) -> tuple[str, PrivateKey]:
    repository = call.repository.id
    stored = call.database.get(repository, "key pair", "actions")
    if stored is None:
        stored = {"id": str(568250167242549700 + repository), "private": PrivateKey.generate().encode().hex()}
        call.database.put(repository, "key pair", "actions", stored)
    return str(stored["id"]), PrivateKey(bytes.fromhex(stored["private"]))


def _show(secret: Json) -> Json:
    return {key: secret[key] for key in ("name", "created_at", "updated_at")}


def public_key(call: Call) -> Reply:
    """The key to seal values with."""
    kind(call, "secret")
    number, private = _key(call)
    return Reply(200, {"key_id": number, "key": base64.b64encode(private.public_key.encode()).decode()})


def secrets(call: Call) -> Reply:
    """All secrets, without values."""
    found = call.database.all(call.repository.id, kind(call, "secret"))
    return counted_page(call, "secrets", [_show(secret) for secret in found])


def read(call: Call) -> Reply:
    """One secret, without its value."""
    found = call.database.get(call.repository.id, kind(call, "secret"), call.path["name"])
    if found is None:
        raise not_found()
    return Reply(200, _show(found))


def write(call: Call) -> Reply:
    """Sets a sealed value: 201 for a new secret, 204 for an old one."""
    name, sealed = checked_name(call.path["name"]), call.body.text("encrypted_value")
    number, private = _key(call)
    if call.body.text("key_id") != number:
        raise ApiError(422, "key_id does not match the repository's public key")
    try:
        SealedBox(private).decrypt(base64.b64decode(sealed))
    except (CryptoError, binascii.Error, ValueError):
        raise ApiError(422, "encrypted_value was not sealed with the repository's public key") from None
    where = kind(call, "secret")
    before = call.database.get(call.repository.id, where, name)
    created = before["created_at"] if before else now()
    secret: Json = {"name": name, "sealed": sealed, "created_at": created, "updated_at": now()}
    call.database.put(call.repository.id, where, name, secret)
    return NO_CONTENT if before else Reply(201, {})


def delete(call: Call) -> Reply:
    """Removes a secret."""
    return call.drop(kind(call, "secret"), call.path["name"])


for base in ("/actions", ENVIRONMENT):
    routes.on_repository("GET", f"{base}/secrets/public-key")(public_key)
    routes.on_repository("GET", f"{base}/secrets")(secrets)
    routes.on_repository("GET", f"{base}/secrets/{{name}}")(read)
    routes.on_repository("PUT", f"{base}/secrets/{{name}}")(write)
    routes.on_repository("DELETE", f"{base}/secrets/{{name}}")(delete)
