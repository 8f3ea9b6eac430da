"""The one MetaData of the service, and the column types that its tables share."""

from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, DateTime, Integer, MetaData, Sequence, Text, text
from sqlalchemy.dialects.postgresql import JSONB

#: keys that a process of the service takes from the sequence at once
KEY_BLOCK = 1000

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: every key of the service comes from here: one `nextval` answers the first of KEY_BLOCK keys
key_sequence = Sequence("key_sequence", start=KEY_BLOCK, increment=KEY_BLOCK, metadata=metadata)


def key(name: str = "key") -> Column[int]:
    """The primary key: a 64-bit integer of `key_sequence`."""
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def reference(name: str, *, nullable: bool = False) -> Column[int]:
    """The key of another row. Without a foreign key: history may be deleted table by table, and each check costs."""
    return Column(name, BigInteger, nullable=nullable)


def label(name: str, *, nullable: bool = False) -> Column[str]:
    """A text: an id, a name, a state."""
    return Column(name, Text, nullable=nullable)


def labels(name: str) -> Column[list[str]]:
    """A list of texts, empty unless set."""
    return Column(name, ARRAY(Text), nullable=False, server_default=text("'{}'"))


def moment(name: str, *, nullable: bool = False) -> Column[Any]:
    """A point in time."""
    return Column(name, DateTime(timezone=True), nullable=nullable)


def number(name: str, default: int | None = None) -> Column[int]:
    """A small integer."""
    return Column(name, Integer, nullable=False, server_default=None if default is None else text(str(default)))


def document(name: str, *, nullable: bool = False) -> Column[Any]:
    """A JSON value; its numbers are exact (JSONB keeps numerics as written)."""
    return Column(name, JSONB(none_as_null=False), nullable=nullable)
