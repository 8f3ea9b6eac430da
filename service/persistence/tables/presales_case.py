"""presales_case: a client's way through the procedure; its process instance is the root of the process `presales`."""

from sqlalchemy import Index, Table, UniqueConstraint

from service.persistence.metadata import key, label, metadata, moment

presales_case = Table(
    "presales_case",
    metadata,
    #: the key of its process instance
    key(),
    #: PS-YYYYMMDD-nnnnnn, also the business id of its process instance
    label("case_no"),
    label("product_line"),
    label("client_type"),
    label("channel"),
    label("jurisdiction"),
    label("language"),
    label("owner"),
    moment("opened_at"),
    UniqueConstraint("case_no"),
    # the cases of one owner, the newest last
    Index("ix_presales_case_owner", "owner", "key"),
)
