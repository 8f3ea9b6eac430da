"""case_number: the last number given to a case on a day."""

from sqlalchemy import Column, Date, Table

from service.persistence.metadata import metadata, number

case_number = Table("case_number", metadata, Column("day", Date, primary_key=True), number("last"))
