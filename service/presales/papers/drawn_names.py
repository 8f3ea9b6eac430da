"""What diagrams and tables call their elements in English, for papers that name them."""

from collections.abc import Mapping

from lxml import etree
from sqlalchemy import Connection, func, or_, select

from service.persistence.tables.resource import resource

NAME = "name:en"
_DRAWN = ("%.bpmn", "%.dmn")


def english(connection: Connection) -> Mapping[str, str]:
    """English by the name that is drawn, from what was last deployed under each file name."""
    drawn = or_(*(resource.c.name.like(pattern) for pattern in _DRAWN))
    newest = select(func.max(resource.c.key)).where(drawn).group_by(resource.c.name)
    statement = select(resource.c.content).where(resource.c.key.in_(newest)).order_by(resource.c.key)
    names: dict[str, str] = {}
    for content in connection.execute(statement).scalars():
        names |= _names(bytes(content))
    return names


def _names(content: bytes) -> dict[str, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    names = {}
    for told in etree.fromstring(content, parser).iter("{*}property"):
        element = next(told.iterancestors("{*}extensionElements")).getparent() if told.get("name") == NAME else None
        drawn = None if element is None else element.get("name") or element.get("label")
        if drawn:
            names[str(drawn)] = str(told.get("value"))
    return names
