"""A small catalog as text, each of whose parts a test can replace."""

from collections.abc import Callable

from catalog import Problem

ProblemsOf = Callable[[str | bytes], tuple[Problem, ...]]

PARTS = {
    "version": "1",
    "organization": "Reg-Kris",
    "budget": """
  memory: 1G
  monthly_dollars: {minimum: 300, maximum: 600}
  before: {memory: 7.2G, monthly_dollars: 1390}""",
    "defaults": """
  go:
    port: 8080
    resources: {requests: {cpu: 25m, memory: 32Mi}, limits: {cpu: 500m, memory: 64Mi}}
    autoscaling: {minimum: 2, maximum: 6, cpu_percent: 70}
    probes: {liveness: /health, readiness: /ready, period_seconds: 10, timeout_seconds: 2, startup_seconds: 60}
    metrics: /metrics
    database_port: 5432
    termination_grace_seconds: 30
  python:
    port: 8080
    resources: {requests: {cpu: 50m, memory: 96Mi}, limits: {cpu: "1", memory: 256Mi}}
    autoscaling: {minimum: 2, maximum: 4, cpu_percent: 70}
    probes: {liveness: /health, readiness: /ready, period_seconds: 10, timeout_seconds: 2, startup_seconds: 60}
    metrics: /metrics
    database_port: 5432
    termination_grace_seconds: 30""",
    "environments": "{dev: {}, prod: {}}",
    "teams": "{platform: {name: Platform, description: Everything}}",
    "settings": """
  owner: platform
  visibility: private
  default_branch: main
  features: {issues: true, projects: false, wiki: false, discussions: false}
  merging:
    squash: true
    merge_commit: false
    rebase: false
    auto_merge: true
    update_branch: true
    delete_branch: true
    squash_title: PR_TITLE
    squash_message: PR_BODY
  teams: {platform: maintain}
  security:
    vulnerability_alerts: true
    security_updates: true
    secret_scanning: true
    push_protection: true
    advanced_security: false""",
    "phases": """
  - {number: 0, title: Existing services}
  - {number: 1, title: Critical path}""",
    "repositories": """
  - {name: old-py, kind: service, language: python, purpose: Old, phase: 0, origin: existing, image: {tag: v1}}
  - {name: shared-go, kind: library, language: go, purpose: Shared, phase: 1}
  - {name: gate-go, kind: service, language: go, purpose: Entry, phase: 1, depends_on: [shared-go]}""",
}


def catalog_text(**parts: str) -> str:
    """The catalog, with the named top-level parts replaced by other YAML text; an unknown part is appended."""
    return "".join(f"{key}: {value}\n" for key, value in {**PARTS, **parts}.items())


def with_entry(entry: str) -> str:
    """The catalog with one more entry, in YAML's flow style without its braces."""
    return catalog_text(repositories=f"{PARTS['repositories']}\n  - {{{entry}}}")


def without(part: str) -> str:
    """The catalog without one of its top-level parts."""
    return "".join(f"{key}: {value}\n" for key, value in PARTS.items() if key != part)


def replaced(old: str, new: str) -> str:
    """The catalog with the first occurrence of a text replaced."""
    text = catalog_text()
    assert old in text
    return text.replace(old, new, 1)


def line_of(text: str, fragment: str) -> int:
    """The 1-based line on which a fragment stands first."""
    return text[: text.index(fragment)].count("\n") + 1
