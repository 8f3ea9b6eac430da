"""case_exposure: whom a case is for, as fingerprints, and what its plan comes to: kept up with the case's variables.

A table of its own: an index on an expression of `variable.value` would make each write of any variable touch every
index of that table. Fingerprints, so that names and numbers of documents stand in the variables alone."""

from sqlalchemy import Column, Index, Numeric, Table

from service.persistence.metadata import key, label, metadata

case_exposure = Table(
    "case_exposure",
    metadata,
    #: the key of the case's process instance
    key(),
    #: of jurisdiction, name and date of birth
    label("person", nullable=True),
    #: kind of document by which the person is known
    label("identity_type", nullable=True),
    #: of jurisdiction, kind and number of that document
    label("identity", nullable=True),
    Column("life_sum_insured", Numeric),
    Column("annual_premium", Numeric),
    #: of a plan that is paid at once
    Column("single_premium", Numeric),
    # the other cases of a person
    Index("ix_case_exposure_person", "person"),
    Index("ix_case_exposure_identity", "identity"),
)
