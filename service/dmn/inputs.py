"""What the caller supplies: found by name, converted to the types that the model declares."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from service import feel
from service.dmn import elements as e
from service.dmn.compilation import coerce
from service.dmn.constraints import Constraints
from service.dmn.evaluation import InputValue
from service.dmn.graph import File
from service.dmn.session import Session
from service.feel.temporal.text import parse_date, parse_date_time, parse_duration, parse_time

#: values by name, or by (namespace of the model, name) where two models use one name
Inputs = Mapping[str | tuple[str, str], Any]

_ABSENT = object()
#: where a value's Python type says at once that it conforms
PYTHON_TYPES: dict[feel.Type, type] = {
    feel.BUILT_IN["number"]: Decimal,
    feel.BUILT_IN["string"]: str,
    feel.BUILT_IN["boolean"]: bool,
    feel.BUILT_IN["date"]: feel.Date,
}
_ISO_TEXTS = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_date_time,
    "years and months duration": parse_duration,
    "days and time duration": parse_duration,
}
_BUILT_IN_PYTHON_TYPES = {name: PYTHON_TYPES[type_] for name, type_ in feel.BUILT_IN.items() if type_ in PYTHON_TYPES}


class Values:
    """The caller's values as FEEL's, each converted when it is first read: most are never read."""

    __slots__ = ("_converted", "_given")

    def __init__(self, given: Inputs) -> None:
        self._given = given
        self._converted: dict[str | tuple[str, str], Any] = {}

    def get(self, key: str | tuple[str, str], default: Any = None) -> Any:
        """The value of that key, or the default."""
        if key in self._converted:
            return self._converted[key]
        if key not in self._given:
            return default
        value = self._converted[key] = feel.from_json(self._given[key])
        return value

    def named(self, names: frozenset[str]) -> dict[str, Any]:
        """Those of these names that there are."""
        return {name: self.get(name) for name in self._given if name in names and type(name) is str}

    def has_namespaces(self) -> bool:
        """Whether some are given by namespace and name."""
        return any(type(key) is not str for key in self._given)


class SuppliedInputs:
    """The caller's values as seen from the model that is evaluated."""

    def __init__(
        self,
        inputs: Values,
        file: File,
        types: Mapping[int, Mapping[str, feel.Type]],
        constraints: Constraints,
        session: Session,
    ) -> None:
        self._inputs = inputs
        self._has_namespaces = inputs.has_namespaces()
        self._file = file
        self._types = types
        self._constraints = constraints
        self._session = session

    def value(self, owner: File, element: e.Invocable) -> Any:
        """The value for input data (or for a decision without logic); null where there is none."""
        value = self._given(owner, element)
        if value is _ABSENT:
            if isinstance(element, e.InputData):
                self._session.warn("input", element, f"Expected a value for {element.name}, but there is none.")
            value = None
        elif element.variable.type_ref is not None:
            value = self._typed(value, owner, element, element.variable.type_ref)
        self._session.inputs.append(InputValue(element.id, element.name, value))
        return value

    def _typed(self, value: Any, owner: File, element: e.Invocable, type_ref: str) -> Any:
        if _BUILT_IN_PYTHON_TYPES.get(type_ref) is type(value):
            return value
        type_ = self._types[id(owner)].get(type_ref, feel.ANY)
        value = converted(value, type_, element, f"input {element.name}", self._session)
        if self._constraints.hold(owner, type_ref, value, element, self._session):
            return value
        return None if self._session.strict else value

    def _given(self, owner: File, element: e.Invocable) -> Any:
        """By namespace and name; by `import.name` or inside a context called like the import; by name."""
        name = element.variable.name
        found = _ABSENT
        if self._has_namespaces:
            found = self._inputs.get((owner.definitions.namespace, name), _ABSENT)
        if found is _ABSENT and owner is not self._file:
            found = self._imported(self._file.import_name(owner), name)
        if found is _ABSENT:
            found = self._inputs.get(name, _ABSENT)
        return self._inputs.get(element.name, _ABSENT) if found is _ABSENT else found

    def _imported(self, prefix: str | None, name: str) -> Any:
        if not prefix:
            return _ABSENT
        found = self._inputs.get(f"{prefix}.{name}", _ABSENT)
        holder = self._inputs.get(prefix) if found is _ABSENT else None
        return holder.get(name, _ABSENT) if isinstance(holder, Mapping) else found


def converted(value: Any, type_: feel.Type, element: e.Element, what: str, session: Session) -> Any:
    """A caller's value as a type wants it; JSON's strings become the temporal values that they spell."""
    if value is None or type_ is feel.ANY:
        return value
    return coerce(_spelled(value, type_), type_, element, what, session)


def _spelled(value: Any, type_: feel.Type) -> Any:
    if isinstance(type_, feel.NamedType):
        resolved = type_.resolved()
        return _spelled(value, resolved) if resolved is not None else value
    if type(value) is str and isinstance(type_, feel.KindType) and type_.name in _ISO_TEXTS:
        return _ISO_TEXTS[type_.name](value) or value
    if type(value) is list and isinstance(type_, feel.ListType):
        return [_spelled(item, type_.element) for item in value]
    if type(value) is dict and isinstance(type_, feel.ContextType):
        return {
            key: _spelled(item, type_.members[key]) if key in type_.members else item for key, item in value.items()
        }
    return value
