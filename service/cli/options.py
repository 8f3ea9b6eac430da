"""Options that several commands have, and how they become settings."""

import os
from pathlib import Path
from typing import Annotated

import typer

from service.settings import Settings, get_settings

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the embedded database.", show_default="data")
]
Embedded = Annotated[
    bool | None,
    typer.Option("--embedded/--no-embedded", help="Without DATABASE_URL: use a PostgreSQL of the service's own."),
]


def settings_with(**options: object) -> Settings:
    """The settings, with options given on the command line before environment variables.

    They are written into the environment, which the server's processes inherit. Raises ValidationError."""
    for name, value in options.items():
        if value is not None:
            os.environ[f"PRESALES_{name.upper()}"] = str(value)
    get_settings.cache_clear()
    return get_settings()
