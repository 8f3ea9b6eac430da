"""Reads the leaves of a DMN file: names, types, texts of expressions and of unary tests."""

import re

from service.dmn import elements as e
from service.dmn.document import Node, attribute, child, children, enclosing_id, line_of, text_of

_FEEL_NAMESPACE = re.compile(r"https?://www\.omg\.org/spec/(FEEL/\d+|DMN/\d+/FEEL/?)$", re.IGNORECASE)
_FEEL_LANGUAGE = re.compile(r"(?:^|[/:])(?:s-)?feel\b", re.IGNORECASE)


def is_feel(language: str | None) -> bool:
    """Whether an expressionLanguage means FEEL: absent, its name, or one of its URIs."""
    return language is None or bool(_FEEL_LANGUAGE.search(language))


def read_type_ref(node: Node) -> str | None:
    """The typeRef of an element: an attribute, or in item definitions a child; a prefix is resolved.

    DMN 1.1 wrote types as QNames (`feel:string`, `kie:tPerson`); later versions as names (`import.tPerson`).
    """
    reference = attribute(node, "typeRef")
    if reference is None:
        inner = child(node, "typeRef")
        reference = text_of(inner).strip() or None
    if reference is None or ":" not in reference or "<" in reference:
        return reference
    prefix, _, local = reference.partition(":")
    namespace = node.nsmap.get(prefix)
    if namespace is None:
        return local if prefix == "feel" else reference
    root = node.getroottree().getroot()
    if _FEEL_NAMESPACE.match(namespace) or namespace == attribute(root, "namespace"):
        return local
    for each in children(root, "import"):
        if attribute(each, "namespace") == namespace and attribute(each, "name"):
            return f"{attribute(each, 'name')}.{local}"
    return local


def read_item(node: Node) -> e.InformationItem:
    """A variable, parameter or column; the name is empty if the file gives none."""
    return e.InformationItem(
        id=enclosing_id(node),
        line=line_of(node),
        name=normal_name(attribute(node, "name") or ""),
        type_ref=read_type_ref(node),
    )


def normal_name(name: str) -> str:
    """A name with its runs of white space as single blanks: so FEEL compares names."""
    return " ".join(name.split())


def read_literal(node: Node) -> e.LiteralExpression:
    """An element with a <text>."""
    text = child(node, "text")
    return e.LiteralExpression(
        id=enclosing_id(node),
        line=line_of(text if text is not None else node),
        type_ref=read_type_ref(node),
        text=text_of(text),
        language=attribute(node, "expressionLanguage"),
    )


def read_unary_tests(node: Node) -> e.UnaryTestsElement:
    """An element with a <text> of unary tests."""
    text = child(node, "text")
    return e.UnaryTestsElement(
        id=enclosing_id(node),
        line=line_of(text if text is not None else node),
        text=text_of(text),
        language=attribute(node, "expressionLanguage"),
    )
