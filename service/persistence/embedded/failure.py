"""What stops the embedded PostgreSQL."""


class EmbeddedPostgresError(RuntimeError):
    """The embedded PostgreSQL could not be started, stopped or upgraded; the message says why and what to do."""
