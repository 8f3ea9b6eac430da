"""The users file: names, roles and hashed passwords, as JSON; written by `presales users`, read by the service.

Passwords are argon2id hashes. The file is read again when it changes, so no restart is needed."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import argon2
import msgspec

from service.identity import roles
from service.identity.actor import Actor

_hasher = argon2.PasswordHasher()


class UsersFileInvalid(ValueError):
    """The users file cannot be read as such."""


class User(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, rename="camel"):
    """One person or service account."""

    name: str
    roles: tuple[str, ...] = ()
    password: str | None = None  # argon2id; without one the user cannot sign in
    display_name: str | None = None
    email: str | None = None
    certificate_no: str | None = None  # practising certificate of who sells
    grade: Annotated[int, msgspec.Meta(ge=1, le=4)] | None = None  # of who sells: 4 (entry) to 1 (sells everything)

    @property
    def actor(self) -> Actor:
        """The user as the one who acts."""
        held = frozenset(self.roles)
        return Actor(self.name, held, self.display_name, self.email, self.certificate_no, self.grade)


class _UsersFile(msgspec.Struct, forbid_unknown_fields=True):
    users: tuple[User, ...]


def hash_password(password: str) -> str:
    """The argon2id hash of a password, salted."""
    return _hasher.hash(password)


def verify_password(user: User | None, password: str) -> bool:
    """Whether the password is the user's. Takes as long for a user who does not exist."""
    stored = user.password if user is not None and user.password is not None else _hash_of_nobody()
    try:
        _hasher.verify(stored, password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False
    return user is not None and user.password is not None


def read_users(path: Path) -> Mapping[str, User]:
    """The users of a file by name. Raises UsersFileInvalid with what is wrong and FileNotFoundError."""
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_UsersFile)
    except msgspec.DecodeError as error:
        raise UsersFileInvalid(f"Expected a users file in {path}, but {error}.") from error
    found: dict[str, User] = {}
    for user in file.users:
        _check(user, path)
        if user.name in found:
            raise UsersFileInvalid(f"Expected each name once in {path}, but '{user.name}' is there twice.")
        found[user.name] = user
    return found


def write_users(path: Path, users: Mapping[str, User]) -> None:
    """Replace the file in one step; only its owner can read it. Raises UsersFileInvalid for unknown roles."""
    for user in users.values():
        _check(user, path)
    content = msgspec.json.format(msgspec.json.encode(_UsersFile(tuple(users.values()))), indent=2)
    fresh = path.with_name(path.name + ".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - its mode
        file.write(content + b"\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _check(user: User, path: Path) -> None:
    if not user.name or ":" in user.name:
        raise UsersFileInvalid(f"Expected names without colon in {path}, but there is '{user.name}'.")
    unknown = sorted(set(user.roles) - set(roles.ALL))
    if unknown:
        raise UsersFileInvalid(
            f"Expected known roles of user '{user.name}' in {path}, but {', '.join(unknown)} is none. "
            f"Use any of: {', '.join(roles.ALL)}."
        )


@dataclass(slots=True)
class _Nobody:
    hash: str | None = None


_nobody = _Nobody()


def _hash_of_nobody() -> str:
    if _nobody.hash is None:
        _nobody.hash = hash_password(os.urandom(16).hex())
    return _nobody.hash
