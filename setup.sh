#!/bin/sh
# Makes .venv from the lock file; costs nothing when it is there and current.
set -eu
cd "$(dirname "$0")"

lock=requirements/lock.txt
stamp=.venv/.locked
current=$(cat "$lock" requirements/uv.txt | sha256sum | cut -d' ' -f1)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$current" ] && exit 0

fail() { echo "setup: $1" >&2; exit 1; }

python=
for candidate in python3.13 python3.12 python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || fail "Python 3.11 or newer is missing; install it (Debian 12: apt-get install python3)"

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || fail "$python has no venv module; install python3-venv"
    echo "… installing python3-venv"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y python3-venv; } >/tmp/pyairtable-setup.log 2>&1 ||
        { cat /tmp/pyairtable-setup.log >&2; fail "python3-venv could not be installed"; }
fi

echo "… setting up .venv"
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
VIRTUAL_ENV=$PWD/.venv .venv/bin/uv pip sync --quiet --compile-bytecode --require-hashes "$lock" requirements/uv.txt
echo "$current" >"$stamp"
