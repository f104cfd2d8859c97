"""Where the checks work: below the cache, so that what they compile and download outlives a clone."""

from sandbox import paths

CHECKS = paths.CACHE / "checks"
LOCK = CHECKS / "lock"
# What is in the two folders below; written last.
CURRENT = CHECKS / "current"
# One git repository per entry of the catalog. Their paths stay the same, because Go's build cache goes by them.
REPOSITORIES = CHECKS / "repositories"
# The existing services with what they are offered.
ADOPTED = CHECKS / "adopted"
VENVS = CHECKS / "venvs"
# Not the person's own: our modules there would not be those of github.com.
GO_MODULES = CHECKS / "go-modules"
LOGS = CHECKS / "logs"
PASSED = CHECKS / "passed"
