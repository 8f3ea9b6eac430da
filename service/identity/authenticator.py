"""Who is calling: HTTP Basic credentials against the users file, or the word of the caller without one."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Semaphore
from typing import Protocol

import structlog

from service.errors import Unauthorized
from service.identity import roles
from service.identity.actor import ANONYMOUS, Actor
from service.identity.users import User, UsersFileInvalid, read_users, verify_password

#: argon2 takes 64 MiB a check; so many at once, others wait
_CHECKS_AT_ONCE = 2

_log = structlog.get_logger(__name__)


class Authenticator(Protocol):
    """The port behind which HTTP Basic and, later, OpenID Connect stand."""

    def known(self, headers: Mapping[str, str]) -> Actor | None:
        """The actor, if that can be said at once; None if `identify` has to work for it."""

    def identify(self, headers: Mapping[str, str]) -> Actor:
        """The actor; may take a tenth of a second. Raises Unauthorized."""

    def registered(self, name: str) -> Actor | None:
        """Whom the register has under this name; None if it has nobody, or there is no register."""


class TrustingAuthenticator:
    """Nobody is asked: the actor is the header `X-Actor`, else anonymous, with every role. For loopback only."""

    _every_role = roles.EveryRole()

    def known(self, headers: Mapping[str, str]) -> Actor:
        """The actor that the caller says it is."""
        return Actor(headers.get("x-actor") or ANONYMOUS, self._every_role)

    def identify(self, headers: Mapping[str, str]) -> Actor:
        """The actor that the caller says it is."""
        return self.known(headers)

    def registered(self, name: str) -> None:
        """There is no register."""


@dataclass(frozen=True, slots=True)
class _Verified:
    digest: bytes
    password_hash: str | None


class BasicAuthenticator:
    """HTTP Basic over the users file, which is read again whenever it has changed.

    A password that argon2 has accepted is remembered as a digest under a key that only this process knows, for
    as long as the user's hash in the file stays the same; so argon2 is paid once, not with every request."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key = secrets.token_bytes(32)
        self._verified: dict[str, _Verified] = {}
        self._checks = Semaphore(_CHECKS_AT_ONCE)
        self._reading = Lock()
        self._version: tuple[int, int] | None = None
        self._users: Mapping[str, User] = {}
        self._current()

    def known(self, headers: Mapping[str, str]) -> Actor | None:
        """The actor, if this password was accepted before."""
        name, password = _credentials(headers)
        user = self._current().get(name)
        seen = self._verified.get(name)
        if user is None or seen is None or seen.password_hash != user.password:
            return None
        return user.actor if hmac.compare_digest(seen.digest, self._digest(password)) else None

    def identify(self, headers: Mapping[str, str]) -> Actor:
        """The actor. Raises Unauthorized for missing or wrong credentials."""
        name, password = _credentials(headers)
        user = self._current().get(name)
        with self._checks:
            accepted = verify_password(user, password)
        if not accepted or user is None:
            raise Unauthorized
        self._verified[name] = _Verified(self._digest(password), user.password)
        return user.actor

    def registered(self, name: str) -> Actor | None:
        """The user of this name in the file."""
        user = self._current().get(name)
        return None if user is None else user.actor

    def _digest(self, password: str) -> bytes:
        return hashlib.blake2b(password.encode(), key=self._key).digest()

    def _current(self) -> Mapping[str, User]:
        status = self._path.stat()
        version = (status.st_mtime_ns, status.st_ino)
        if version != self._version:
            with self._reading:
                self._read(version)
        return self._users

    def _read(self, version: tuple[int, int]) -> None:
        try:
            self._users = read_users(self._path)
        except UsersFileInvalid as error:
            if self._version is None:
                raise
            _log.error("users_file_invalid", reason=str(error))  # those known until now go on
        self._version = version


def _credentials(headers: Mapping[str, str]) -> tuple[str, str]:
    scheme, _, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        raise Unauthorized
    try:
        name, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Unauthorized from error
    if not colon:
        raise Unauthorized
    return name, password


def authenticator(users_file: Path | None) -> Authenticator:
    """The authenticator for these settings."""
    return BasicAuthenticator(users_file) if users_file is not None else TrustingAuthenticator()
