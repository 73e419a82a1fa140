"""The certificates that the office installed: `<code>.p12` with its password in `<code>.pin`, roots under roots/."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone

from lixiang.documents.signing.adapter import TEST_WORDS, CannotSign, Identity, Party

ROOTS = "roots"
ENDINGS = {".pem", ".crt", ".cer"}
OTHERS = 0o077  # a private key is for the account of this system alone
NAMING = (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)
LONGEST = 64  # X.520 keeps no longer name in a certificate


@dataclass(frozen=True)
class Certificate:
    """One installed certificate with its key; neither the key nor the password is ever shown."""

    identity: Identity
    pkcs12: bytes = field(repr=False)
    pin: bytes = field(repr=False)


def is_installed(party: Party) -> bool:
    """Whether there is a file for the party; whether it can be used is asked when it is used."""
    return _path(party, "p12").is_file()


def certificate_of(party: Party, *, at: datetime) -> Certificate:
    """The certificate that the party signs by at that moment. Raises CannotSign with what the office must put right."""
    content, pin = _secret(party, "p12"), _secret(party, "pin").rstrip(b"\r\n")
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(content, pin)
    except ValueError as wrong:
        raise CannotSign("certificate_unreadable", f"{party.name}的证书打不开：密码不符或者文件已损坏。") from wrong
    if key is None or certificate is None:
        raise CannotSign("certificate_unreadable", f"{party.name}的证书文件中没有证书或者私钥。")
    _refuse_stranger(certificate, party)
    _refuse_out_of_date(certificate, party, at)
    return Certificate(identity_of(certificate), content, pin)


def identity_of(certificate: x509.Certificate) -> Identity:
    """Whose certificate it is, in the words that it holds."""
    names = names_in(certificate)
    return Identity(
        name=names[0] if names else certificate.subject.rfc4514_string(),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_until=certificate.not_valid_after_utc,
        is_test=TEST_WORDS in names,
    )


def names_in(certificate: x509.Certificate) -> tuple[str, ...]:
    """The names of the holder: organisation, common name (which a machine may have drawn), unit."""
    found = (each.value for oid in NAMING for each in certificate.subject.get_attributes_for_oid(oid))
    return tuple(value if isinstance(value, str) else value.decode("utf-8", "replace") for value in found)


def roots() -> Iterator[x509.Certificate]:
    """The authorities whose certificates are trusted, from PEM or DER files. Raises CannotSign for a broken one."""
    folder = settings.CERTIFICATES / ROOTS
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() in ENDINGS:
            yield from _read(path)


def _read(path: Path) -> list[x509.Certificate]:
    content = path.read_bytes()
    try:
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except ValueError as wrong:
        raise CannotSign("root_unreadable", f"根证书{path.name}不是证书文件。") from wrong


def _path(party: Party, ending: str) -> Path:
    if not re.fullmatch(r"[\w-]+", party.code):
        raise CannotSign("no_certificate", f"{party.name}的编码不能用作证书文件名。")
    return settings.CERTIFICATES / f"{party.code}.{ending}"


def _secret(party: Party, ending: str) -> bytes:
    """The bytes of a secret file, which nobody but this system may read."""
    path = _path(party, ending)
    what = "证书" if ending == "p12" else "证书密码"
    try:
        if path.stat().st_mode & OTHERS:
            sentence = f"{party.name}的{what}文件可以被其他账号读取，请先执行 chmod 600 {path.name}。"
            raise CannotSign("certificate_exposed", sentence)
        return path.read_bytes()
    except FileNotFoundError as missing:
        raise CannotSign("no_certificate", f"{party.name}没有安装{what}（{path.name}）。") from missing
    except OSError as closed:
        raise CannotSign("certificate_unreadable", f"{party.name}的{what}文件不能读取：{closed.strerror}。") from closed


def _refuse_stranger(certificate: x509.Certificate, party: Party) -> None:
    names = names_in(certificate)
    if party.name[:LONGEST] not in names:
        whose = names[0] if names else "不明持有者"
        raise CannotSign("certificate_of_another", f"安装的证书属于“{whose}”，不是“{party.name}”的。")


def _refuse_out_of_date(certificate: x509.Certificate, party: Party, at: datetime) -> None:
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at > last:
        day = timezone.localtime(last).date().isoformat()
        raise CannotSign("certificate_expired", f"{party.name}的证书已于{day}到期，请更换。")
    if at < first:
        day = timezone.localtime(first).date().isoformat()
        raise CannotSign("certificate_not_yet", f"{party.name}的证书自{day}起才有效。")
