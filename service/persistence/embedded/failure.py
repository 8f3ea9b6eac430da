"""What stops the service from having a database."""


class EmbeddedPostgresError(RuntimeError):
    """The embedded PostgreSQL could not be started, stopped or upgraded; the message says why and what to do."""


class NoDatabaseError(RuntimeError):
    """There is no database to use."""
