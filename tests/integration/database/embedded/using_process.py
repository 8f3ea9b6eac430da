"""A process that uses the embedded PostgreSQL of a folder until its standard input ends.

Run as `using_process.py FOLDER [UID GID]`: with the last two it first becomes that user, for good, after it has
imported everything, since that user may not be able to read this Python's folders."""

import encodings.idna
import os
import sys
from pathlib import Path

import psycopg

from service.persistence.embedded.server import EmbeddedPostgres

_IMPORTED = (encodings.idna,)

if __name__ == "__main__":
    folder, *user = sys.argv[1:]
    psycopg.conninfo.make_conninfo(dbname="imports what it needs")
    if user:
        os.setgroups([])
        os.setgid(int(user[1]))
        os.setuid(int(user[0]))
    with EmbeddedPostgres(Path(folder)) as server:
        sys.stdout.write(server.url + "\n")
        sys.stdout.flush()
        sys.stdin.read()
