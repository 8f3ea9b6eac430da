"""Reads a file and, through the caller's resolver, all that it imports."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from service.dmn import elements as e
from service.dmn.document import attribute, parse
from service.dmn.findings import Findings
from service.dmn.graph import File, check_cycles, check_references
from service.dmn.problem import UnreadableFileError
from service.dmn.read_definitions import read_definitions

#: answers the file of a namespace (and perhaps a location), or None if there is none
Resolver = Callable[[str, str | None], bytes | None]

MAX_FILES = 100


def resolver_of(files: Iterable[bytes]) -> Resolver:
    """A resolver over files, which are first looked at when something is imported; those that cannot be read are
    left out."""

    @cache
    def by_namespace() -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        for each in files:
            try:
                namespace = attribute(parse(each), "namespace")
            except UnreadableFileError:
                continue
            found.setdefault(namespace or "", each)
        return found

    return lambda namespace, _: by_namespace().get(namespace)


class Loader:
    """All files of a model, each read once, however often it is imported."""

    def __init__(self, resolve: Resolver | None) -> None:
        self._resolve = resolve
        self.files: list[File] = []

    def load(self, xml: bytes) -> File:
        """Read a file and what it imports. Raises UnreadableFileError for this file alone."""
        main = self._read(xml)
        for file in self.files:  # grows while imports are found
            for each in file.definitions.imports:
                imported = self._imported(file, each)
                if imported is not None:
                    file.imports.setdefault(each.name, []).append(imported)
        for file in self.files:
            check_references(file)
            check_cycles(file)
        return main

    def _read(self, xml: bytes) -> File:
        findings = Findings()
        file = File(read_definitions(parse(xml), findings), findings)
        self.files.append(file)
        return file

    def _imported(self, file: File, element: e.Import) -> File | None:
        if element.kind is not None and "/DMN/" not in element.kind.upper():
            self._warn_kind(file, element)
            return None
        for known in self.files:
            if known is not file and known.definitions.namespace == element.namespace:
                return known
        found = self._resolve(element.namespace, element.location) if self._resolve is not None else None
        if found is None or len(self.files) >= MAX_FILES:
            file.findings.error(
                "import",
                element,
                f"Expected a model with the namespace {element.namespace}, but there is none.",
                "Upload it together with this file.",
            )
            return None
        try:
            return self._read(found)
        except UnreadableFileError as error:
            file.findings.error(
                "import",
                element,
                f"Expected to read {element.namespace}, but {error.problem.message}",
                "Mend that file.",
            )
            return None

    @staticmethod
    def _warn_kind(file: File, element: e.Import) -> None:
        file.findings.warning(
            "import-kind",
            element,
            f"Expected the import of a DMN model, but it is of the kind {element.kind}.",
            "Define the types and functions in DMN; this import has no effect.",
        )
