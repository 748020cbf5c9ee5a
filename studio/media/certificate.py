"""The key and certificate our content credentials are signed with: given by file, or made on first start.

What we make ourselves is a small authority (root) and a leaf it has signed. Viewers call such a signature valid but
not trusted until somebody trusts the root; an operator with a certificate of their own names it by setting.
"""

import contextlib
import os
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

ROOT_YEARS = 20
LEAF_DAYS = 730
# An expired leaf cannot sign: a new one is made while the old one still has this long.
RENEW_DAYS = 60

ROOT, ROOT_KEY, SIGNER = "root.pem", "root.key", "signer.pem"


@dataclass(frozen=True, slots=True)
class Credentials:
    """`chain` is PEM, the leaf first. `algorithm` is C2PA's name for what the key does."""

    chain: bytes
    key: bytes = field(repr=False)
    algorithm: str


def credentials() -> Credentials:
    """What to sign with now. Made, and renewed, where the operator gave none."""
    if settings.CREDENTIALS_CERT_FILE:
        return _read(Path(settings.CREDENTIALS_CERT_FILE), Path(settings.CREDENTIALS_KEY_FILE))
    folder = _folder()
    if not (folder / SIGNER).exists():
        _make(folder)
    if _ends(folder / SIGNER) - datetime.now(UTC) < timedelta(days=RENEW_DAYS):
        _renew(folder)
    return _read(folder / SIGNER, folder / SIGNER)


def root() -> bytes:
    """The certificate of our own authority, PEM: who trusts it, trusts what we sign. Empty when one is given by file."""
    if settings.CREDENTIALS_CERT_FILE:
        return b""
    credentials()
    return (_folder() / ROOT).read_bytes()


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "credentials"


def _read(chain: Path, key: Path) -> Credentials:
    loaded = serialization.load_pem_private_key(_section(key.read_bytes(), b"PRIVATE KEY"), password=None)
    certificates = _sections(chain.read_bytes(), b"CERTIFICATE")
    pem = loaded.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Credentials(b"".join(certificates), pem, _algorithm(loaded))


def _algorithm(key: object) -> str:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}[key.curve.name]
    if isinstance(key, rsa.RSAPrivateKey):
        return "ps256"
    raise ValueError("CREDENTIALS_KEY_FILE must hold an EC, Ed25519 or RSA key in PEM.")


def _sections(pem: bytes, kind: bytes) -> list[bytes]:
    end = b"-----END " + kind + b"-----"
    return [part[part.index(b"-----BEGIN " + kind) :] + end + b"\n" for part in pem.split(end)[:-1]]


def _section(pem: bytes, kind: bytes) -> bytes:
    for name in (kind, b"EC " + kind, b"RSA " + kind):
        if b"-----BEGIN " + name + b"-----" in pem:
            return _sections(pem, name)[0]
    raise ValueError("there is no private key in this file")


def _ends(signer: Path) -> datetime:
    return x509.load_pem_x509_certificate(_sections(signer.read_bytes(), b"CERTIFICATE")[0]).not_valid_after_utc


def _make(folder: Path) -> None:
    """Make everything aside, then move it into place at once: of several starts one wins, the others use its work."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f".credentials-{secrets.token_hex(4)}")
    aside.mkdir(mode=0o700)
    try:
        key = ec.generate_private_key(ec.SECP256R1())
        _write(aside / ROOT_KEY, _private(key))
        _write(aside / ROOT, _root_certificate(key).public_bytes(serialization.Encoding.PEM))
        _write(aside / SIGNER, _leaf(key, aside / ROOT))
        with contextlib.suppress(OSError):
            aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _renew(folder: Path) -> None:
    key = serialization.load_pem_private_key((folder / ROOT_KEY).read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    aside = folder / f".signer-{secrets.token_hex(4)}"
    _write(aside, _leaf(key, folder / ROOT))
    aside.replace(folder / SIGNER)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Salon"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _builder(subject: str, key: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name("Salon content authority"))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, sign: bool, certify: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign, key_cert_sign=certify, crl_sign=certify, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _root_certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    builder = _builder("Salon content authority", key.public_key(), ROOT_YEARS * 365)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(sign=False, certify=True), critical=True)
    return builder.sign(key, hashes.SHA256())


def _leaf(root_key: ec.EllipticCurvePrivateKey, root_file: Path) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    builder = _builder("Salon content credentials", key.public_key(), LEAF_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(sign=True, certify=False), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=True)
    builder = builder.add_extension(authority, critical=False)
    leaf = builder.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    return leaf + root_file.read_bytes() + _private(key)
