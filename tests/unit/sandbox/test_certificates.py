"""Certificates and kubeconfigs of a sandbox."""

import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from ruamel.yaml import YAML

from sandbox.cluster import credentials, pki
from sandbox.settings import Settings

SERVER = pki.Subject("server", "server", hosts=("localhost", "127.0.0.1"))


def certificate(folder: Path, file: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{file}.crt").read_bytes())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    credentials.ensure(tmp_path, Settings())
    before = contents(tmp_path)
    credentials.ensure(tmp_path, Settings())
    assert contents(tmp_path) == before


def test_only_the_owner_can_read_keys_and_tokens(tmp_path: Path) -> None:
    folder = tmp_path / "credentials"
    credentials.ensure(folder, Settings())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in folder.iterdir() if path.stat().st_mode & 0o077} == set()


def test_a_certificate_near_its_end_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = pki.authority(tmp_path, "ca", "test")
    monkeypatch.setattr(pki, "LEAF_LIFE", pki.RENEW_BEFORE - timedelta(days=1))
    pki.issue(tmp_path, authority, SERVER)
    old = certificate(tmp_path, "server")
    monkeypatch.undo()
    pki.issue(tmp_path, authority, SERVER)
    assert certificate(tmp_path, "server").not_valid_after_utc > old.not_valid_after_utc


def test_a_changed_address_gets_a_new_certificate(tmp_path: Path) -> None:
    credentials.ensure(tmp_path, Settings())
    credentials.ensure(tmp_path, Settings(node_address="100.66.0.9"))
    names = certificate(tmp_path, "apiserver").extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert "100.66.0.9" in [str(address) for address in names.value.get_values_for_type(x509.IPAddress)]


def test_a_damaged_key_is_replaced(tmp_path: Path) -> None:
    authority = pki.authority(tmp_path, "ca", "test")
    pki.issue(tmp_path, authority, SERVER)
    (tmp_path / "server.key").write_text("-----BEGIN nonsense")
    pki.issue(tmp_path, authority, SERVER)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / "server.crt", tmp_path / "server.key")


def test_a_new_authority_voids_what_the_old_one_signed(tmp_path: Path) -> None:
    pki.issue(tmp_path, pki.authority(tmp_path, "ca", "test"), SERVER)
    old = certificate(tmp_path, "server")
    (tmp_path / "ca.key").unlink()
    pki.issue(tmp_path, pki.authority(tmp_path, "ca", "test"), SERVER)
    assert certificate(tmp_path, "server").serial_number != old.serial_number


def test_the_bundle_trusts_the_sandbox_and_what_the_machine_trusts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "system.pem"
    pki.authority(tmp_path / "other", "machine", "the machine's own")
    system.write_bytes((tmp_path / "other" / "machine.crt").read_bytes())
    monkeypatch.setattr(credentials, "SYSTEM_BUNDLE", system)
    folder = tmp_path / "credentials"
    credentials.ensure(folder, Settings())
    trusted = ssl.create_default_context(cafile=str(folder / "ca-bundle.pem")).get_ca_certs()
    assert [subject["subject"][0][0][1] for subject in trusted] == ["the machine's own", "PyAirtable sandbox"]  # pyright: ignore


def test_people_get_a_kubeconfig_that_needs_nothing_else(tmp_path: Path) -> None:
    credentials.ensure(tmp_path, Settings())
    config = YAML(typ="safe").load(tmp_path / "kubeconfig")  # pyright: ignore[reportUnknownMemberType]
    assert config["current-context"] == "pyairtable-sandbox"
    assert config["clusters"][0]["cluster"]["server"] == "https://127.0.0.1:16443"
    assert "client-key-data" in config["users"][0]["user"]
