"""Fresh keys: 64-bit integers, unique in the whole service, taken from the sequence a block at a time."""

import threading

from sqlalchemy import Connection

from service.persistence.metadata import KEY_BLOCK


class Keys:
    """The keys of one database in this process. A block that is not used up is lost, which does no harm."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = self._end = 0

    def take(self, connection: Connection) -> int:
        """A new key. Each is greater than those taken before in this process."""
        with self._lock:
            if self._next == self._end:
                first = connection.exec_driver_sql("SELECT nextval('key_sequence')").scalar_one()
                self._next, self._end = first, first + KEY_BLOCK
            self._next += 1
            return self._next - 1
