"""Certificates: one authority per sandbox, short files, nothing that a person has to renew.

Keys are P-256: they are made in a millisecond, where RSA would add seconds to a cold start.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LIFE = timedelta(days=3650)
LEAF_LIFE = timedelta(days=365)
RENEW_BEFORE = timedelta(days=30)
CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names.

    Args:
        file: file name without extension in the credentials folder.
        name: the common name; Kubernetes reads it as the user.
        group: the organisation; Kubernetes reads it as the user's group.
        hosts: names and addresses under which a server is reached; empty for a client.
    """

    file: str
    name: str
    group: str = ""
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Authority:
    """A certificate authority with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def write_private(path: Path, content: bytes) -> None:
    """Replaces a file in one step; only its owner can ever read it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)


def write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Writes a private key as unencrypted SEC 1 PEM, the form that every part reads."""
    encoded = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    write_private(path, encoded)


def authority(folder: Path, file: str, name: str) -> Authority:
    """Loads an authority, or makes it when it is missing, unreadable or near its end.

    What the old one signed is then void, and `issue` replaces it.
    """
    found = _load(folder, file)
    if found is not None and not _ends_soon(found.certificate):
        return found
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    certificate = (
        _builder(subject, subject, key.public_key(), AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_key(folder / f"{file}.key", key)
    write_private(folder / f"{file}.crt", certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(certificate, key)


def issue(folder: Path, by: Authority, subject: Subject) -> None:
    """Makes a certificate and key for `subject`, unless a good one is there."""
    found = _load(folder, subject.file)
    if found is not None and _still_right(found.certificate, by, subject):
        return
    key = ec.generate_private_key(ec.SECP256R1())
    usages = [ExtendedKeyUsageOID.CLIENT_AUTH]
    if subject.hosts:
        usages.append(ExtendedKeyUsageOID.SERVER_AUTH)
    builder = (
        _builder(_name(subject.name, subject.group), by.certificate.subject, key.public_key(), LEAF_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False)
    )
    if subject.hosts:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([_host(host) for host in subject.hosts]), critical=False
        )
    certificate = builder.sign(by.key, hashes.SHA256())
    write_key(folder / f"{subject.file}.key", key)
    write_private(folder / f"{subject.file}.crt", certificate.public_bytes(serialization.Encoding.PEM))


def _load(folder: Path, file: str) -> Authority | None:
    try:
        certificate = x509.load_pem_x509_certificate((folder / f"{file}.crt").read_bytes())
        key = serialization.load_pem_private_key((folder / f"{file}.key").read_bytes(), password=None)
    except (OSError, ValueError):
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        return None
    return Authority(certificate, key)


def _still_right(certificate: x509.Certificate, by: Authority, subject: Subject) -> bool:
    try:
        certificate.verify_directly_issued_by(by.certificate)
    except Exception:  # any reason (signature, issuer, algorithm) means the same: issue a new one
        return False
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        hosts = {str(name.value) for name in names}
    except x509.ExtensionNotFound:
        hosts = set[str]()
    named = certificate.subject == _name(subject.name, subject.group)
    return named and hosts == set(subject.hosts) and not _ends_soon(certificate)


def _ends_soon(certificate: x509.Certificate) -> bool:
    now = datetime.now(UTC)
    return not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEW_BEFORE


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, life: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(now + life)
    )


def _name(common: str, group: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, group)] if group else []
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
