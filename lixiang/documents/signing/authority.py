"""A test authority for demo, rehearsals and tests: certificates that say of themselves that they are worth nothing."""

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from lixiang.documents.signing.adapter import TEST_WORDS, Party
from lixiang.documents.signing.certificates import LONGEST, ROOTS

NAME = "立项测试证书颁发机构"
PIN = "test-only"
YEARS = timedelta(days=3 * 365)


class TestAuthority:
    """A root that lives only as long as this object; what it made stays in the folder."""

    __test__ = False  # its name begins as a test's would

    def __init__(self, *, at: datetime, lasts: timedelta = YEARS) -> None:
        self.begins, self.ends = at - timedelta(days=1), at + lasts
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._certificate(NAME, "root", self.key.public_key(), is_root=True)

    def install(self, folder: Path, parties: Iterable[Party]) -> None:
        """The root and a certificate per party into a folder of certificates."""
        (folder / ROOTS).mkdir(parents=True, exist_ok=True)
        pem = self.certificate.public_bytes(serialization.Encoding.PEM)
        (folder / ROOTS / "test-authority.pem").write_bytes(pem)
        for party in parties:
            _write_secret(folder / f"{party.code}.p12", self.pkcs12_of(party))
            _write_secret(folder / f"{party.code}.pin", PIN.encode())

    def pkcs12_of(self, party: Party, *, pin: str = PIN) -> bytes:
        """Key and certificate of a party, under a password."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate(party.name, party.code, key.public_key())
        locked = serialization.BestAvailableEncryption(pin.encode())
        return pkcs12.serialize_key_and_certificates(party.code.encode(), key, certificate, None, locked)

    def _certificate(
        self, name: str, code: str, key: ec.EllipticCurvePublicKey, *, is_root: bool = False
    ) -> x509.Certificate:
        subject = _name(name, code)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if is_root else self.certificate.subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.begins)
            .not_valid_after(self.ends)
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
            .add_extension(_usage(is_root), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        return builder.sign(self.key, hashes.SHA256())


def _name(name: str, code: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:LONGEST]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TEST_WORDS),
            x509.NameAttribute(NameOID.COMMON_NAME, code),
        ]
    )


def _usage(is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )


def _write_secret(path: Path, content: bytes) -> None:
    """Never readable by others, not even for a moment."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
