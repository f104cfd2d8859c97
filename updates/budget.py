"""How fast content may be written to github.com, counted for all threads and processes of this machine together.

GitHub allows 80 content-creating requests a minute and 500 an hour, and asks for a second between writes
(https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits and
https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api). What is left out here, 20 a
minute and 60 an hour, is for the repositories that Pulumi's GitHub provider makes meanwhile and for people.
"""

import fcntl
import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from pyrate_limiter import Duration, Rate, RateItem
from pyrate_limiter.buckets.sqlite_bucket import SQLiteBucket

A_MINUTE, AN_HOUR = 60, 440
FILE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pyairtable" / "github-content-writes.sqlite"


@dataclass(frozen=True)
class Budget:
    """Content writes within GitHub's limits.

    Attributes:
        file: the SQLite file that remembers the last hour's writes.
        clock: seconds since the epoch.
        sleep: waits for seconds.
    """

    file: Path = FILE
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def acquire(self) -> None:
        """Waits until one more content write is allowed, and counts it."""
        while wait := self._try():
            self.sleep(wait)

    def used(self) -> int:
        """How many content writes of the last hour are remembered."""
        with self._bucket() as bucket:
            return bucket.count()

    def _try(self) -> float:
        """0 when the write is counted, else the seconds until it may be."""
        with self._bucket() as bucket:
            write = RateItem("content", self._now())
            if bucket.put(write):
                return 0
            # A millisecond more: the window's first moment still counts.
            return (cast(int, bucket.waiting(write)) + 1) / 1000

    @contextmanager
    def _bucket(self) -> Generator[SQLiteBucket]:
        # The library counts and decides in two statements; the lock makes them one for other processes too.
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            bucket = SQLiteBucket.init_from_file(
                [Rate(1, Duration.SECOND), Rate(A_MINUTE, Duration.MINUTE), Rate(AN_HOUR, Duration.HOUR)],
                db_path=str(self.file),
            )
            try:
                bucket.leak(self._now())
                yield bucket
            finally:
                bucket.close()

    def _now(self) -> int:
        return int(self.clock() * 1000)


def duration(writes: int, used: int = 0) -> float:
    """Seconds that content writes take within the limits, at one a second and then waiting for the next hour.

    Args:
        writes: how many; at least one.
        used: how many of the last hour count too; all are taken as just made.
    """
    hours, rest = divmod(used + writes - 1, AN_HOUR)
    return hours * 3600 + rest if hours else writes - 1
