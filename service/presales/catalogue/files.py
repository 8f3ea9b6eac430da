"""Reads catalogue files: every problem in them is found, and named by file, product and field."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from service.errors import InvalidArgument
from service.presales.catalogue.entry import ProductEntry


@dataclass(frozen=True, slots=True)
class Listed:
    """A product as a catalogue lists it. `sha256` changes with anything that its entry says."""

    entry: ProductEntry
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the files of one name list: the whole of that catalogue."""

    name: str
    jurisdiction: str
    products: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class CatalogueProblem:
    """Why a file cannot be loaded; `product` and `field` are empty where the file as a whole is meant."""

    file: str
    product: str
    field: str
    message: str


class _Head(BaseModel):
    """What a file says before its products; its day holds for products that name none."""

    model_config = ConfigDict(extra="forbid")

    catalogue: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
    jurisdiction: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,10}$")]
    effective_from: date
    product: list[dict[str, Any]]
    #: clauses that products name by code instead of repeating them
    clause: dict[str, dict[str, Any]] = {}


#: what pydantic finds wrong, in the words of the house; {…} are its own figures
_SENTENCES: Mapping[str, str] = {
    "missing": "Expected a value, but there is none. Add it.",
    "extra_forbidden": "Expected fields that a catalogue knows, but not this one. Correct its spelling or remove it.",
    "enum": "Expected {expected}, but it is '{input}'. Write one of them.",
    "string_pattern_mismatch": "Expected a text like {pattern}, but it is '{input}'. Write it so.",
    "string_too_short": "Expected a text, but it is empty. Write it or remove the field.",
    "greater_than_equal": "Expected at least {ge}, but it is {input}. Correct it.",
    "less_than_equal": "Expected at most {le}, but it is {input}. Correct it.",
    "too_short": "Expected at least {min_length}, but there are {actual_length}. Add one.",
    "value_error": "{error}",
}


def read_catalogues(files: Mapping[str, bytes]) -> list[Catalogue]:
    """The catalogues of these files, by name; files of one name belong together.

    Raises InvalidArgument whose `errors` are all problems of all files: file, product, field, message."""
    problems: list[CatalogueProblem] = []
    heads = [(file, head) for file, content in files.items() if (head := _head(file, content, problems)) is not None]
    found: dict[str, Catalogue] = {}
    owners: dict[str, str] = {}
    for file, head in heads:
        earlier = found.get(head.catalogue, Catalogue(head.catalogue, head.jurisdiction, ()))
        if earlier.jurisdiction != head.jurisdiction:
            message = f"Expected {earlier.jurisdiction} as in the other files of the catalogue, but it is another."
            problems.append(CatalogueProblem(file, "", "jurisdiction", f"{message} Name it otherwise."))
        listed = tuple(_products(file, head, owners, problems))
        found[head.catalogue] = Catalogue(head.catalogue, earlier.jurisdiction, earlier.products + listed)
    if problems:
        first = problems[0]
        place = " ".join(part for part in (first.file, first.product, first.field) if part)
        raise InvalidArgument(
            f"Expected a catalogue without errors, but there are {len(problems)}, the first in {place}: "
            f"{first.message} Nothing was loaded.",
            errors=[
                {"file": each.file, "product": each.product, "field": each.field, "message": each.message}
                for each in problems
            ],
        )
    return list(found.values())


def _head(file: str, content: bytes, problems: list[CatalogueProblem]) -> _Head | None:
    try:
        return _Head.model_validate(tomllib.loads(content.decode("utf-8"), parse_float=Decimal))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(CatalogueProblem(file, "", "", f"Expected TOML, but {error}. Correct the file."))
    except ValidationError as error:
        problems += _misfits(file, "", error)
    return None


def _products(file: str, head: _Head, owners: dict[str, str], problems: list[CatalogueProblem]) -> Iterator[Listed]:
    for index, given in enumerate(head.product, start=1):
        code = str(given.get("code") or f"product {index}")
        if code in owners:
            message = f"Expected each product once, but {owners[code]} lists it, too. Remove one."
            problems.append(CatalogueProblem(file, code, "code", message))
        owners[code] = file
        whole = {"effective_from": head.effective_from, **given}
        if isinstance(given.get("clauses"), list):
            whole["clauses"] = list(_clauses(file, code, given["clauses"], head.clause, problems))
        try:
            entry = ProductEntry.model_validate(whole)
        except ValidationError as error:
            problems += _misfits(file, code, error)
        else:
            yield Listed(entry, _digest(whole))


def _clauses(
    file: str,
    product: str,
    clauses: list[Any],
    shared: Mapping[str, Mapping[str, Any]],
    problems: list[CatalogueProblem],
) -> Iterator[Any]:
    """The clauses of a product, written out where it only names one of the file's."""
    for index, each in enumerate(clauses):
        if not isinstance(each, str):
            yield each
        elif each in shared:
            yield {"code": each, **shared[each]}
        else:
            message = f"Expected a clause of the file, but there is no [clause.{each}]. Add it or correct the code."
            problems.append(CatalogueProblem(file, product, f"clauses.{index}", message))


def _digest(whole: Mapping[str, Any]) -> bytes:
    """Of what the file says, whatever the order of its fields: what a release makes of it beyond that is no change."""
    return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).digest()


def _misfits(file: str, product: str, error: ValidationError) -> Iterator[CatalogueProblem]:
    for each in error.errors():
        field = ".".join(str(part) for part in each["loc"])
        sentence = _SENTENCES.get(each["type"], "Expected another value: {msg}. It is {input!r}. Correct it.")
        figures = {**each, **each.get("ctx", {})}
        yield CatalogueProblem(file, product, field, sentence.format(**figures))
