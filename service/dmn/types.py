"""Item definitions as FEEL types (DMN 1.5, section 7.3.2)."""

from collections.abc import Iterator, Mapping, Sequence

from service.dmn import elements as e
from service.dmn.graph import File
from service.feel import ANY, BUILT_IN, ContextType, FunctionType, ListType, NamedType, Type

#: names that modelers write for FEEL's own types
_MODELERS_NAMES = {
    "any": "Any",
    "integer": "number",
    "long": "number",
    "double": "number",
    "decimal": "number",
    "float": "number",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "dateTime": "date and time",
}


def types_of(file: File, tables: Mapping[int, dict[str, Type]]) -> None:
    """Fill a file's table of types: FEEL's, its own, and those of its imports as `import.type`.

    `tables` has one for each file, by the file's identity, filled or not: names are looked up when needed.
    """
    types = tables[id(file)]
    types |= BUILT_IN
    types |= {alias: BUILT_IN[name] for alias, name in _MODELERS_NAMES.items()}
    for prefix, files in file.imports.items():
        for each in files:
            for definition in each.definitions.item_definitions:
                name = f"{prefix}.{definition.name}" if prefix else definition.name
                types[name] = NamedType(definition.name, tables[id(each)])
    own = {each.name: each for each in file.definitions.item_definitions if each.name}
    for name in sorted(own.keys() & BUILT_IN.keys()):
        file.findings.warning(
            "type-name",
            own.pop(name),
            f"Expected a name that is not one of FEEL's own types, but the item definition is called {name}.",
            "Rename it; meanwhile the name means FEEL's type.",
        )
    circling = _naming_themselves(own)
    for name, definition in own.items():
        types[name] = ANY if name in circling else _type(definition, types)
    _check(file, types, own, circling)


def named(type_ref: str | None, types: Mapping[str, Type]) -> Type:
    """The type that a typeRef means; Any where there is none or it is unknown."""
    return types.get(type_ref, ANY) if type_ref is not None else ANY


def result_type(type_: Type) -> Type:
    """What a function whose variable has this type yields: a function type's result, else the type itself."""
    if isinstance(type_, NamedType):
        type_ = type_.resolved() or ANY
    return (type_.returns or ANY) if isinstance(type_, FunctionType) else type_


def _type(definition: e.ItemDefinition, types: Mapping[str, Type]) -> Type:
    type_ = _single(definition, types)
    return ListType(type_) if definition.is_collection else type_


def _single(definition: e.ItemDefinition, types: Mapping[str, Type]) -> Type:
    if definition.function is not None:
        return FunctionType(
            [_reference(each.type_ref, types) for each in definition.function.parameters],
            _reference(definition.function.output_type_ref, types),
        )
    if definition.components:
        members = {each.name: _type(each, types) for each in definition.components}
        return ContextType(members, definition.name)
    return _reference(definition.type_ref, types)


def _reference(type_ref: str | None, types: Mapping[str, Type]) -> Type:
    """FEEL's own types at once, others when they are needed: they may come later or refer to themselves."""
    if type_ref is None:
        return ANY
    return BUILT_IN.get(_MODELERS_NAMES.get(type_ref, type_ref)) or NamedType(type_ref, types)


def _naming_themselves(own: Mapping[str, e.ItemDefinition]) -> set[str]:
    """Types whose typeRefs come back to them without ever meeting a structure or a collection."""
    circling: set[str] = set()
    done: set[str] = set()
    for start in own:
        path: dict[str, None] = {}
        name = start
        while name in own and name not in done and name not in path:
            path[name] = None
            name = _base(own[name])
        if name in path:
            circling.update(list(path)[list(path).index(name) :])
        done.update(path)
    return circling


def _base(definition: e.ItemDefinition) -> str:
    """The type that a definition merely renames; empty where it makes a type of its own."""
    if definition.components or definition.is_collection or definition.function is not None:
        return ""
    return definition.type_ref or ""


def _check(file: File, types: Mapping[str, Type], own: Mapping[str, e.ItemDefinition], circling: set[str]) -> None:
    for name in own:
        if name in circling:
            file.findings.error(
                "type-cycle",
                own[name],
                f"Expected a type, but {name} is defined by itself.",
                "Give it a base type such as string or number.",
            )
    for element, type_ref in _type_refs(file.definitions.item_definitions):
        check_type_ref(file, element, type_ref, types)


def check_type_ref(file: File, element: e.Element, type_ref: str | None, types: Mapping[str, Type]) -> None:
    """Report a typeRef that nothing defines; values are then not checked."""
    if type_ref is not None and type_ref not in types:
        file.findings.warning(
            "type",
            element,
            f"Expected a FEEL type or an item definition, but there is no type {type_ref}.",
            "Correct the name, or define the type; until then any value is accepted.",
        )


def _type_refs(definitions: Sequence[e.ItemDefinition]) -> Iterator[tuple[e.Element, str | None]]:
    for definition in definitions:
        yield definition, definition.type_ref
        if definition.function is not None:
            yield definition, definition.function.output_type_ref
            for parameter in definition.function.parameters:
                yield parameter, parameter.type_ref
        yield from _type_refs(definition.components)
