"""product_version: what the catalogue says of a product from a day on. Rows are only added: the past stays readable."""

from sqlalchemy import Boolean, Column, Date, Index, LargeBinary, Table, UniqueConstraint, false

from service.persistence.metadata import document, key, label, labels, metadata, moment, number

product_version = Table(
    "product_version",
    metadata,
    key(),
    label("code"),
    number("version"),
    label("jurisdiction"),
    #: name of the catalogue whose load decides that a product it no longer lists has ended
    label("catalogue"),
    #: of the versions whose day has come, the newest is in force
    Column("effective_from", Date, nullable=False),
    #: the product has left its catalogue: there is none from that day on
    Column("ended", Boolean, nullable=False, server_default=false()),
    label("product_line"),
    label("product_class"),
    number("risk_level"),
    #: empty: all of them
    labels("channels"),
    labels("regions"),
    Column("on_sale_from", Date, nullable=False),
    Column("on_sale_to", Date, nullable=True),
    #: the whole entry, as cases get it
    document("content"),
    #: of the entry as its file has it, so that a load finds what has changed
    Column("sha256", LargeBinary, nullable=False),
    #: loaded at start from the files that the service ships, not by an owner
    Column("bundled", Boolean, nullable=False, server_default=false()),
    moment("loaded_at"),
    label("loaded_by"),
    UniqueConstraint("code", "version"),
    # what a load compares with
    Index("ix_product_version_catalogue", "catalogue", "code", "version"),
)
