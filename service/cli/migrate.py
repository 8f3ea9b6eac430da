"""`presales migrate`"""

import typer

from service.cli.database import opened_database
from service.cli.options import DataDir, Embedded, settings_with
from service.cli.progress import progress
from service.persistence import schema


def migrate(data_dir: DataDir = None, embedded: Embedded = None) -> None:
    """Bring the database's tables up to this release; `serve` does so by itself."""
    settings = settings_with(data_dir=data_dir, embedded=embedded)
    with (
        opened_database(settings) as database,
        progress("Migrating the database"),
        database.begin() as connection,
    ):
        applied = schema.migrate(connection)
    for title in applied:
        typer.echo(f"applied: {title}")
    if not applied:
        typer.echo("nothing to do")
