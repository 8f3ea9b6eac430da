"""Import of mortality tables: XTbML (the format of mort.soa.org) and CSV. Functions of bytes; no file is opened here.

What is imported is checked: ages one by one, rates between 0 and 1, certain death at the end."""

import csv
import hashlib
import io
from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from handlers.pricing.mortality import InvalidTable, MortalityTable

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_BYTES = 2 * 1024 * 1024
MAX_AGES = 200
CSV_HEADER = ["age", "qx"]


def from_xtbml(content: bytes, table_id: str, *, age_basis: str, close: bool = False) -> MortalityTable:
    """The ultimate table of an XTbML file: the one whose only axis is the age.

    `close`: set the rate of the last age to 1 where the file ends below it; else such a table is refused.
    Raises InvalidTable, also for a DOCTYPE, a scaling factor, or a file without such a table."""
    root = _xml(content, table_id)
    ultimate = [table for table in root.findall("Table") if len(table.findall("MetaData/AxisDef")) == 1]
    if len(ultimate) != 1:
        raise InvalidTable(f"Expected one table of {table_id} by age alone, but found {len(ultimate)}. Split the file.")
    meta = ultimate[0].find("MetaData")
    scaling = (meta.findtext("ScalingFactor") if meta is not None else None) or "0"
    increment = (meta.findtext("AxisDef/Increment") if meta is not None else None) or "1"
    if scaling.strip() != "0" or increment.strip() != "1":
        raise InvalidTable(f"Expected unscaled rates of {table_id} by single years of age, but they are not.")
    values = ((each.get("t", ""), each.text or "") for each in ultimate[0].findall("Values/Axis/Y"))
    return _table(values, content, table_id, age_basis, close=close)


def from_csv(content: bytes, table_id: str, *, age_basis: str, close: bool = False) -> MortalityTable:
    """A table from CSV with the header `age,qx` (UTF-8). `close` and what is raised as for XTbML."""
    _within_limit(content, table_id)
    try:
        rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidTable(f"Expected {table_id} as CSV in UTF-8, but {error}.") from error
    if not rows or [name.strip().lower() for name in rows[0]] != CSV_HEADER:
        raise InvalidTable(f"Expected the header 'age,qx' in {table_id}, but it has another.")
    if any(len(row) != len(CSV_HEADER) for row in rows):
        raise InvalidTable(f"Expected two columns in each row of {table_id}, but a row has another number.")
    return _table(((row[0], row[1]) for row in rows[1:]), content, table_id, age_basis, close=close)


def _xml(content: bytes, table_id: str) -> "Element":
    _within_limit(content, table_id)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise InvalidTable(f"Expected {table_id} as well-formed XML, but {error.msg}.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InvalidTable(f"Expected {table_id} without DOCTYPE, but it has one. Remove it.")
    if root.tag != "XTbML":
        raise InvalidTable(f"Expected the root XTbML in {table_id}, but it is {root.tag}.")
    return root


def _within_limit(content: bytes, table_id: str) -> None:
    if len(content) > MAX_BYTES:
        raise InvalidTable(f"Expected at most {MAX_BYTES} bytes for {table_id}, but there are {len(content)}.")


def _table(
    values: Iterable[tuple[str, str]], content: bytes, table_id: str, age_basis: str, *, close: bool
) -> MortalityTable:
    """The version is the beginning of the file's SHA-256: a figure names exactly the rates it was made with."""
    try:
        read = [(int(age), float(rate)) for age, rate in values]
    except ValueError as error:
        raise InvalidTable(f"Expected whole ages and rates as numbers in {table_id}, but {error}.") from error
    if not 1 < len(read) <= MAX_AGES:
        raise InvalidTable(f"Expected 2 to {MAX_AGES} ages in {table_id}, but there are {len(read)}.")
    first = read[0][0]
    if first < 0 or any(age != expected for (age, _), expected in zip(read, count(first), strict=False)):
        raise InvalidTable(f"Expected the ages of {table_id} one by one, but one is missing, double or out of order.")
    rates = [rate for _, rate in read]
    if close:
        rates[-1] = 1.0
    version = f"sha256:{hashlib.sha256(content).hexdigest()[:12]}" + ("+closed" if close else "")
    return MortalityTable(table_id, version, age_basis, first, tuple(rates))
