"""The databases of the services: who reaches which, under what address."""

from pathlib import Path

import pytest

from catalog import Catalog, load
from sandbox import paths
from sandbox.postgres import databases, server
from sandbox.settings import Settings

SETTINGS = Settings()


@pytest.fixture
def catalog() -> Catalog:
    return load(paths.PROJECT / "services.yaml")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What psql is given; passwords are kept in a folder of the test's own."""
    scripts: list[str] = []

    def run(_: Settings, script: str) -> None:
        scripts.append(script)

    monkeypatch.setattr(databases, "_run", run)
    monkeypatch.setattr(databases, "PASSWORDS", tmp_path / "passwords.json")
    return scripts


def test_every_new_service_has_a_database_of_its_own_where_pods_reach_it(catalog: Catalog, sent: list[str]) -> None:
    addresses = databases.ensure(SETTINGS, catalog)
    assert set(addresses) == {entry.short_name for entry in catalog.services if entry.origin == "new"}
    assert addresses["auth-service"].startswith("postgresql://auth_service:")
    assert addresses["auth-service"].endswith("@100.66.0.1:15432/auth_service")
    assert len({address.split(":")[2].split("@")[0] for address in addresses.values()}) == len(addresses)


def test_a_password_stays_the_same_and_only_its_owner_reads_it(catalog: Catalog, sent: list[str]) -> None:
    assert databases.ensure(SETTINGS, catalog) == databases.ensure(SETTINGS, catalog)
    assert sent[0] == sent[1]
    assert databases.PASSWORDS.stat().st_mode & 0o077 == 0


def test_a_refused_statement_is_not_logged_with_its_password(catalog: Catalog, sent: list[str]) -> None:
    databases.ensure(SETTINGS, catalog)
    script = sent[0]
    assert script.index("log_min_error_statement = 'panic'") < script.index("PASSWORD")


def test_a_pod_reaches_only_its_own_database_and_nobody_from_a_pod_is_administrator() -> None:
    rules = [line.split() for line in server.access(SETTINGS).splitlines()]
    from_pods = [rule for rule in rules if rule[3] in (SETTINGS.pod_range, f"{SETTINGS.node_address}/32")]
    assert {rule[1] for rule in from_pods} == {"sameuser"}
    assert rules.index(["host", "all", "postgres", "all", "reject"]) < min(map(rules.index, from_pods))
    assert all(rule[4] in ("scram-sha-256", "reject") for rule in rules)


def test_the_server_listens_on_loopback_and_the_nodes_address_only() -> None:
    assert f"listen_addresses=127.0.0.1,{SETTINGS.node_address}" in server.part(SETTINGS).command


def test_the_server_is_asked_for_its_fast_shutdown() -> None:
    # After a SIGTERM it waits until every client has left, and pools do not.
    assert server.part(SETTINGS).stop_signal == 2


def test_a_password_with_special_characters_is_one_part_of_the_address() -> None:
    assert server.url(SETTINGS, "h", "u", "a/b@c:d") == "postgresql://u:a%2Fb%40c%3Ad@h:15432/u"
