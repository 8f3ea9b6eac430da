"""`presales users`: the users file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from service.cli.failures import UsageError
from service.identity import roles
from service.identity.users import User, hash_password, read_users, write_users
from service.settings import get_settings

application = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Users of the service: names, roles, passwords, in a file."
)

File = Annotated[
    Path | None, typer.Option("--file", help="The users file.", show_default="PRESALES_USERS_FILE, else users.json")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name to sign in with.")]
Roles = Annotated[list[str], typer.Argument(metavar="ROLE…", help="Role codes; `presales users roles` lists them.")]
Password = Annotated[
    str,
    typer.Option("--password", prompt=True, hide_input=True, confirmation_prompt=True, envvar="PRESALES_PASSWORD"),
]


@application.command("add")
def add(
    name: Name,
    role: Roles,
    password: Password,
    display_name: Annotated[str | None, typer.Option("--display-name", help="Name to show.")] = None,
    certificate_no: Annotated[
        str | None, typer.Option("--certificate-no", help="Practising certificate of who sells.")
    ] = None,
    grade: Annotated[
        int | None, typer.Option("--grade", min=1, max=4, help="Seller's grade, 4 (entry) to 1 (sells everything).")
    ] = None,
    file: File = None,
) -> None:
    """Add a user or a service account."""
    path, users = _open(file, create=True)
    if name in users:
        raise UsageError(f"Expected a new name, but {path} has {name} already. Use set-roles or set-password.")
    user = User(name, tuple(role), hash_password(password), display_name, None, certificate_no, grade)
    write_users(path, {**users, name: user})


@application.command("list")
def show(file: File = None) -> None:
    """List the users and their roles."""
    _, users = _open(file)
    for user in users.values():
        typer.echo(f"{user.name}\t{user.display_name or ''}\t{' '.join(user.roles)}")


@application.command("set-roles")
def set_roles(name: Name, role: Roles, file: File = None) -> None:
    """Give a user these roles, and no others."""
    path, users = _open(file)
    changed = msgspec.structs.replace(_find(users, name, path), roles=tuple(role))
    write_users(path, {**users, name: changed})


@application.command("set-password")
def set_password(name: Name, password: Password, file: File = None) -> None:
    """Give a user another password."""
    path, users = _open(file)
    changed = msgspec.structs.replace(_find(users, name, path), password=hash_password(password))
    write_users(path, {**users, name: changed})


@application.command("roles")
def list_roles() -> None:
    """List the roles that there are."""
    for code, meaning in {**roles.PROCEDURE, **roles.TECHNICAL}.items():
        typer.echo(f"{code}\t{meaning}")


def _open(file: Path | None, *, create: bool = False) -> tuple[Path, Mapping[str, User]]:
    path = file or get_settings().users_file or Path("users.json")
    if create and not path.exists():
        return path, {}
    return path, read_users(path)


def _find(users: Mapping[str, User], name: str, path: Path) -> User:
    if name not in users:
        raise UsageError(f"Expected a user {name} in {path}, but there is none.")
    return users[name]
