"""The local provider of signatures: the installation's seal on what it recorded.

It attests that the service recorded this act at this time for a file of this hash, and shows any later change of act,
time or file. It does not show who moved the pen: the key is the installation's and not the signer's, so by itself it
is not the reliable electronic signature of 电子签名法 Art. 13 (data exclusive to the signer and under the signer's
sole control). An insurer that signs electronically puts the service of a licensed authority behind the same port."""

import base64
import hashlib
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from handlers.ports import SigningAct

ALGORITHM = "Ed25519"


class LocalSignatures:
    """Seals signings with the Ed25519 key of a file, which is made when it is first needed.

    Services that share a database share the file. Evidence: `algorithm`, `public_key` and `signature` in Base64,
    `key_id`, the SHA-256 of the public key in hex."""

    name = "local"

    def __init__(self, key_file: Path) -> None:
        self._key_file = key_file

    def sign(self, act: SigningAct) -> Mapping[str, Any]:
        """The seal of an act. Raises OSError if the key can neither be read nor made."""
        return self.seal(act.statement())

    def seal(self, content: bytes) -> Mapping[str, Any]:
        """The seal of any content. Raises OSError if the key can neither be read nor made."""
        signature = _read_or_make(self._key_file).sign(content)
        return {**self.key(), "signature": base64.b64encode(signature).decode()}

    def key(self) -> Mapping[str, str]:
        """What others need to know of the key."""
        public = _read_or_make(self._key_file).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {
            "algorithm": ALGORITHM,
            "key_id": key_id(public),
            "public_key": base64.b64encode(public).decode(),
        }


def key_id(public_key: bytes) -> str:
    """The name of a key: SHA-256 of its public half, in hex."""
    return hashlib.sha256(public_key).hexdigest()


def is_genuine(content: bytes, evidence: Mapping[str, Any]) -> bool:
    """Whether the evidence is the seal of this very content, under the key that it names."""
    try:
        public = base64.b64decode(evidence["public_key"], validate=True)
        seal = base64.b64decode(evidence["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(seal, content)
    except (KeyError, TypeError, ValueError, InvalidSignature):
        return False
    return bool(evidence.get("algorithm") == ALGORITHM and evidence.get("key_id") == key_id(public))


@cache
def _read_or_make(file: Path) -> Ed25519PrivateKey:
    if not file.exists():
        _make(file)
    key = load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"Expected an Ed25519 key in {file.name}, but it is another. Name another file.")
    return key


def _make(file: Path) -> None:
    """Make the key in a file of its own and link it into place: of several processes, one succeeds."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{file.name}.{os.getpid()}.new")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        target.write(pem)
        target.flush()
        os.fsync(target.fileno())
    try:
        os.link(made, file)
    except FileExistsError:
        pass  # another process was first: its key is everybody's
    finally:
        made.unlink()
