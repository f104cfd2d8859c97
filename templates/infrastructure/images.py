"""Reads and writes images.json: the image of each service, by digest, that was reviewed for the platform's stacks.

    python3 images.py check                  every entry is a service of the platform and a digest
    python3 images.py pin SERVICE DIGEST     writes one entry
    python3 images.py arguments              all entries, as `pulumi config set-all --path` takes them
"""

import json
import re
import sys
from pathlib import Path

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class Mistake(Exception):
    """What is wrong and what to write instead, in one line."""


def check(images, services):
    """Raises Mistake for the first entry that names no service, or no digest."""
    for service, digest in images.items():
        if service not in services:
            raise Mistake(f"{service!r} is no service of the platform; they are listed in services.txt")
        if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
            raise Mistake(f"{service}: {digest!r} is no digest; write sha256: and 64 hexadecimal digits")


def pin(images, services, service, digest):
    """The images with one entry changed, in order of their names."""
    changed = {**images, service: digest}
    check(changed, services)
    return dict(sorted(changed.items()))


def arguments(images):
    """One option per image; neither names nor digests hold anything that a shell would read."""
    return " ".join(f"--plaintext imageDigests.{service}={digest}" for service, digest in sorted(images.items()))


def main(words, folder=Path()):
    file = folder / "images.json"
    services = (folder / "services.txt").read_text().split()
    try:
        images = json.loads(file.read_text())
    except json.JSONDecodeError as error:
        raise Mistake(f"{file}, line {error.lineno}: {error.msg}") from None
    if not isinstance(images, dict):
        raise Mistake(f"{file}: write an object with a digest for each service, such as {{}}")
    match words:
        case ["check"]:
            check(images, services)
        case ["pin", service, digest]:
            file.write_text(json.dumps(pin(images, services, service, digest), indent=2) + "\n")
        case ["arguments"]:
            check(images, services)
            print(arguments(images))
        case _:
            raise Mistake(__doc__.strip())


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Mistake as mistake:
        sys.exit(str(mistake))
