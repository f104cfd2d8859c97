"""Who may call: tokens and the people they belong to."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Actor:
    """Who sends a request.

    Args:
        login: the user's name.
        id: the user's number.
        admin: an administrator of the organisation, who may change settings and is a bypass actor where a ruleset
            names organisation administrators. Others may only write content.
    """

    login: str
    id: int
    admin: bool = True


ANYBODY = Actor("", 0, admin=False)  # someone whom no ruleset lets pass


@dataclass(frozen=True)
class Tokens:
    """Every accepted token with its owner."""

    actors: dict[str, Actor]

    @classmethod
    def read(cls, file: Path) -> "Tokens":
        """Reads a token file: per line a token, then optionally a login and `member` for one who is no admin."""
        actors: dict[str, Actor] = {}
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            words = line.split()
            if words:
                login = words[1] if len(words) > 1 else "platform-admin"
                actors[words[0]] = Actor(login, number, admin=words[2:] != ["member"])
        return cls(actors)

    def actor(self, authorization: str) -> Actor | None:
        """The owner of the token in an `Authorization` header (`token`, `Bearer` or basic), or None."""
        offered = _token(authorization).encode()
        found = [actor for token, actor in self.actors.items() if hmac.compare_digest(token.encode(), offered)]
        return found[0] if found else None


def _token(authorization: str) -> str:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() in ("token", "bearer"):
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        user, _, password = base64.b64decode(value).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    # git asks for user and password: the token goes into either, as on github.com.
    return password if password not in ("", "x-oauth-basic") else user
