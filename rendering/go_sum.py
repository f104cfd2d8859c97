"""What `go.sum` says of a module, computed from its files: nobody can ask a server for a module that is not there yet.

The algorithm is `h1` of golang.org/x/mod/sumdb/dirhash: https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash#Hash1.
"""

import base64
import hashlib
from collections.abc import Mapping


def lines(module: str, version: str, files: Mapping[str, bytes]) -> tuple[str, str]:
    """The two lines of a module: of its content, and of its go.mod.

    Args:
        module: its path.
        version: its version, such as v0.1.0.
        files: everything in its repository, by path.
    """
    content = {f"{module}@{version}/{path}": file for path, file in files.items()}
    return (
        f"{module} {version} {_h1(content)}",
        f"{module} {version}/go.mod {_h1({'go.mod': files['go.mod']})}",
    )


def _h1(files: Mapping[str, bytes]) -> str:
    listed = "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
    return "h1:" + base64.b64encode(hashlib.sha256(listed.encode()).digest()).decode()
