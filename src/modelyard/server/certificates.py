"""The certificate for trials: made once, kept in the home, renewed before it runs out."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from modelyard.server.errors import SettingsWrong
from modelyard.server.gateway import certificate_files
from modelyard.server.home import Home, write_atomically
from modelyard.server.settings import TLS, PlatformSettings

if TYPE_CHECKING:
    from cryptography import x509

VALID_DAYS = 825
_RENEW_DAYS_BEFORE = 30


def ensure(home: Home, settings: PlatformSettings) -> None:
    """Make sure that the files which TLS needs are there. Raises SettingsWrong when the site's own are not."""
    gateway = settings.gateway
    if gateway.tls is TLS.FILES:
        for name, file in (("certificate_file", gateway.certificate_file), ("key_file", gateway.key_file)):
            if file is None or not os.access(file, os.R_OK):
                raise SettingsWrong(
                    problem=f"gateway.{name}: {file or 'not set'}: a readable PEM file is needed for tls = files"
                )
    elif gateway.tls is TLS.SELF:
        certificate, key = certificate_files(home, settings)
        names = [
            name for name in (gateway.public_host, gateway.host, socket.gethostname(), "localhost", "127.0.0.1", "::1") if name
        ]
        if not _is_good(certificate, names):
            _make(certificate, key, names)


def _is_good(certificate: Path, names: list[str]) -> bool:
    from cryptography import x509  # noqa: PLC0415 - only platforms with TLS pay for the import

    try:
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError):
        return False
    from datetime import datetime, timedelta, timezone  # noqa: PLC0415

    lasts = found.not_valid_after_utc - datetime.now(timezone.utc) > timedelta(days=_RENEW_DAYS_BEFORE)
    known = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return lasts and all(_general_name(name) in known for name in names)


def _make(certificate: Path, key: Path, names: list[str]) -> None:
    from datetime import datetime, timedelta, timezone  # noqa: PLC0415

    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Modelyard, self-made")])
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in dict.fromkeys(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    write_atomically(key, pem.decode())
    write_atomically(certificate, made.public_bytes(serialization.Encoding.PEM).decode())


def _general_name(name: str) -> "x509.GeneralName":
    import ipaddress  # noqa: PLC0415

    from cryptography import x509  # noqa: PLC0415

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
