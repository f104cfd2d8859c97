"""`python -m rendering`: one of the processes of `rendering.parallel`; it reads its sources from standard input."""

import sys

from rendering.parallel import SOURCES, fill_here

if __name__ == "__main__":
    fill_here(SOURCES.validate_json(sys.stdin.buffer.read()))
