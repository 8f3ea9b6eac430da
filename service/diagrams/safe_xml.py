"""XML from strangers: no DOCTYPE, bounded size, depth, number of elements and time."""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from lxml import etree

from service.diagrams.problems import UnreadableError, problem

if TYPE_CHECKING:
    from lxml.etree import ParserTarget
    from lxml.etree import _Element as Element

MAX_BYTES = 4 * 1024 * 1024
MAX_ELEMENTS = 50_000
MAX_ATTRIBUTES = 100
MAX_DEPTH = 100
MAX_SECONDS = 5.0
CHUNK = 64 * 1024


def parse(file: str, data: bytes) -> "Element":
    """The root element of an XML file. Raises `UnreadableError` if it is none or too large."""
    if len(data) > MAX_BYTES:
        _refuse(file, "size", f"a file of at most {MAX_BYTES} bytes, but it has {len(data)}", "Split the file.")
    try:
        _guard(file, data)
        return etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise UnreadableError(
            problem(
                file,
                rule="xml-syntax",
                line=error.lineno,
                message=f"Expected well-formed XML, but {error.msg}.",
                remedy="Save the file again in the modeler it comes from.",
            )
        ) from error


def _parser(target: "ParserTarget | None" = None) -> etree.XMLParser:
    return etree.XMLParser(
        target=target,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _guard(file: str, data: bytes) -> None:
    """A first pass that builds nothing, so that no limit is noticed too late."""
    at = data.find(b"<!DOCTYPE")
    parser = _parser(_Guard(file, doctype_line=None if at < 0 else data.count(b"\n", 0, at) + 1))
    deadline = time.monotonic() + MAX_SECONDS
    for start in range(0, len(data), CHUNK):
        parser.feed(data[start : start + CHUNK])
        if time.monotonic() > deadline:
            _refuse(file, "time", f"to read it within {MAX_SECONDS:g} seconds, but could not", "Split the file.")
    parser.close()


class _Guard:
    """A parser target that counts."""

    def __init__(self, file: str, *, doctype_line: int | None) -> None:
        self._file = file
        self._doctype_line = doctype_line
        self._depth = 0
        self._count = 0

    def doctype(self, *_: object) -> None:
        expected, remedy = "XML without DOCTYPE, but it has one", "Remove the DOCTYPE declaration."
        _refuse(self._file, "doctype", expected, remedy, self._doctype_line)

    def start(self, tag: str | bytes, attrib: Mapping[Any, Any]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            _refuse(self._file, "depth", f"at most {MAX_DEPTH} nested elements, but it has more", "Nest less.")
        if len(attrib) > MAX_ATTRIBUTES:
            found = f"at most {MAX_ATTRIBUTES} attributes, but {etree.QName(tag).localname} has {len(attrib)}"
            _refuse(self._file, "size", found, "Remove some.")
        if self._count > MAX_ELEMENTS:
            _refuse(self._file, "size", f"at most {MAX_ELEMENTS} elements, but it has more", "Split the file.")

    def end(self, tag: str | bytes) -> None:  # noqa: ARG002 - lxml's protocol
        self._depth -= 1

    def data(self, data: str | bytes) -> None:
        """Texts are not counted: the size of the file bounds them."""

    def comment(self, text: str | bytes) -> None:
        """Nor are comments."""

    def close(self) -> None:
        """Nothing was built."""


def _refuse(file: str, what: str, expected: str, remedy: str, line: int | None = None) -> NoReturn:
    found = problem(file, rule=f"xml-{what}", message=f"Expected {expected}.", remedy=remedy, line=line)
    raise UnreadableError(found)
