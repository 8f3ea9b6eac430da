"""From bytes to an XML tree that is safe to walk, and the few ways in which the readers look at it."""

from collections.abc import Iterator
from typing import cast
from xml.parsers import expat

from lxml import etree

from service.dmn.problem import Problem, UnreadableFileError

MAX_BYTES = 8_000_000
MAX_DEPTH = 200

VERSIONS = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20151101/dmn11.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20240513/MODEL/": "1.6",
}

Node = etree._Element  # noqa: SLF001 - lxml exports its element class under no other name


def parse(xml: bytes) -> Node:
    """Parse a DMN file and answer its root element.

    Raises UnreadableFileError for what is too large or too deep, not well-formed, has a document type
    declaration, or is not a DMN model.
    """
    if len(xml) > MAX_BYTES:
        raise _unreadable(
            "file-size",
            f"Expected at most {MAX_BYTES:,} bytes, but the file has {len(xml):,}.",
            "Split the model into several files.",
        )
    _refuse_doctype(xml)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise _unreadable(
            "xml",
            f"Expected well-formed XML, but {error.msg}.",
            "Save the file again from the modeler.",
            error.lineno or 1,
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(1)
    _check_depth(root)
    if local_name(root) != "definitions" or "/DMN/" not in (namespace_of(root) or "").upper():
        raise _unreadable(
            "root",
            f"Expected a DMN model, but the root element is {root.tag!s}.",
            "Upload a file whose root is <definitions> of a DMN version from 1.1 to 1.5.",
            line_of(root),
        )
    return root


class _PrologRead(Exception):
    """What may stand before the root element has been seen; `has_doctype` says whether a DOCTYPE does."""

    def __init__(self, *, has_doctype: bool) -> None:
        super().__init__()
        self.has_doctype = has_doctype


def _refuse_doctype(xml: bytes) -> None:
    """Before anything else looks at the file: entities can be made to grow, or to read other files."""

    def doctype(*_: object) -> None:
        raise _PrologRead(has_doctype=True)

    def root(*_: object) -> None:
        raise _PrologRead(has_doctype=False)

    prolog = expat.ParserCreate()
    prolog.StartDoctypeDeclHandler = doctype
    prolog.StartElementHandler = root
    try:
        prolog.Parse(xml, True)
    except _PrologRead as read:
        if read.has_doctype:
            raise _doctype(prolog.CurrentLineNumber) from None
    except (expat.ExpatError, LookupError, ValueError):
        return  # not well-formed, or in an encoding that only the real parser knows: it looks again


def _doctype(line: int) -> UnreadableFileError:
    return _unreadable(
        "doctype",
        "Expected no document type declaration, but the file has one.",
        "Remove the DOCTYPE line; DMN needs none.",
        line,
    )


def _unreadable(rule: str, message: str, remedy: str, line: int = 1) -> UnreadableFileError:
    return UnreadableFileError(Problem(rule=rule, message=message, remedy=remedy, line=line))


def _check_depth(root: Node) -> None:
    depth = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise _unreadable(
                "depth",
                f"Expected at most {MAX_DEPTH} levels of elements, but there are more.",
                "Split the expression into several decisions.",
                line_of(node),
            )


def local_name(node: Node) -> str:
    """An element's name without its namespace; empty for comments and processing instructions."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def namespace_of(node: Node) -> str | None:
    """An element's namespace."""
    return etree.QName(node).namespace if isinstance(node.tag, str) else None


def line_of(node: Node) -> int:
    """The line on which an element begins."""
    return cast("int | None", node.sourceline) or 1


def children(node: Node, *names: str) -> Iterator[Node]:
    """The child elements in the node's own namespace with one of these local names (any name if none given).

    The namespace keeps elements of vendors' extensions out.
    """
    own = namespace_of(node)
    for child in node:
        name = local_name(child)
        if name and namespace_of(child) == own and (not names or name in names):
            yield child


def child(node: Node, name: str) -> Node | None:
    """The first child element of that name."""
    return next(children(node, name), None)


def attribute(node: Node, name: str) -> str | None:
    """An attribute without its surrounding white space; None if absent or blank."""
    value = node.get(name)
    return (value.strip() or None) if value is not None else None


def text_of(node: Node | None) -> str:
    """All text inside an element, CDATA included and comments left out."""
    if node is None:
        return ""
    return "".join(
        (each.text or "" if isinstance(each.tag, str) else "") + (each.tail or "" if each is not node else "")
        for each in node.iter()
    )


def enclosing_id(node: Node) -> str | None:
    """The id of the element or of the nearest one around it that has any."""
    current: Node | None = node
    while current is not None:
        if (found := attribute(current, "id")) is not None:
            return found
        current = current.getparent()
    return None
