"""Whether an archive is what it was when it was made, checked offline: nothing missing, nothing added, nothing altered,
the manifest under its seal, every signature good for the paper that it names, and each after those that come first.

What this cannot tell: that the keys are the insurer's. Their ids are reported; compare them, or name the one you
trust."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeGuard

from pydantic import ValidationError

from handlers.ports import SigningAct
from service import exact_json
from service.presales.papers.case_archive import FOLDERS, MANIFEST, MANIFEST_HASH, MANIFEST_SEAL, PROCESS_FILE, SCHEMA
from service.presales.papers.local_signatures import LocalSignatures, is_genuine
from service.presales.papers.process_file import ProcessFile

_CHUNK = 1 << 20
_UNREADABLE = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error)
#: bytes of JSON that are read at once; an archive of ours stays far below
_LARGEST_JSON = 256 * 2**20
_HASH_LINE = re.compile(r"([0-9a-f]{64})  (\S+)\n")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong. `kind`: UNREADABLE, MISSING, EXTRA, ALTERED, MANIFEST, SEAL, PROCESS_FILE, SIGNATURE, CHAIN."""

    kind: str
    subject: str
    message: str


@dataclass(slots=True)
class Verification:
    """What was checked, and what was found wrong: nothing, if the archive is good.

    `unverified`: signatures that another provider attests; its own means must be used to verify them."""

    case_no: str | None = None
    made_at: str | None = None
    files: int = 0
    signatures: int = 0
    key_ids: list[str] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def add(self, kind: str, subject: str, message: str) -> None:
        """Note something wrong."""
        self.findings.append(Finding(kind, subject, message))

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return {"good": self.is_good, **asdict(self)}


def verify_archive(path: Path, trusted_keys: Sequence[str] = ()) -> Verification:
    """Check an archive; if keys are named, seals under others are wrong. Raises OSError if it cannot be opened."""
    found = Verification()
    try:
        with path.open("rb") as source, zipfile.ZipFile(source) as archive:
            _verify(archive, found)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        found.add("UNREADABLE", path.name, f"Expected a ZIP archive, but: {error}.")
    for key in found.key_ids if trusted_keys else ():
        if key not in trusted_keys:
            found.add("SEAL", key, f"Expected seals under {' or '.join(trusted_keys)}, but there is one under {key}.")
    return found


def _verify(archive: zipfile.ZipFile, found: Verification) -> None:
    manifest = _manifest(archive, found)
    if manifest is None:
        return
    found.case_no, found.made_at = manifest["caseNo"], manifest["madeAt"]
    _check_files(archive, manifest["files"], found)
    process_file = _process_file(archive, found)
    if process_file is None:
        return
    if process_file.case.case_no != found.case_no:
        found.add("PROCESS_FILE", PROCESS_FILE, f"Expected the case {found.case_no}, but it is of another.")
    _check_papers(process_file, manifest["files"], found)
    _check_signatures(process_file, found)


def _manifest(archive: zipfile.ZipFile, found: Verification) -> Mapping[str, Any] | None:
    """The manifest, if there is one that can be read; its hash and seal are checked."""
    for name in (MANIFEST, MANIFEST_HASH, MANIFEST_SEAL):
        if name not in archive.namelist():
            found.add("MISSING", name, f"Expected {name}, but it is not there.")
    if MANIFEST not in archive.namelist():
        return None
    content = _read(archive, MANIFEST, found)
    if content is None:
        return None
    digest = hashlib.sha256(content).hexdigest()
    if MANIFEST_HASH in archive.namelist():
        line = _HASH_LINE.fullmatch((_read(archive, MANIFEST_HASH, found) or b"").decode("ascii", "replace"))
        if line is None or line.groups() != (digest, MANIFEST):
            found.add("MANIFEST", MANIFEST, f"Expected the hash that {MANIFEST_HASH} names, but it is {digest}.")
    if MANIFEST_SEAL in archive.namelist():
        seal = _json(_read(archive, MANIFEST_SEAL, found) or b"")
        if not isinstance(seal, Mapping) or not is_genuine(content, seal):
            found.add("SEAL", MANIFEST, "Expected a seal on this manifest, but it is on another or none.")
        else:
            found.key_ids.append(str(seal["key_id"]))
    manifest = _json(content)
    if not _is_manifest(manifest):
        found.add("MANIFEST", MANIFEST, f"Expected a manifest of the form {SCHEMA}, but it is another.")
        return None
    return manifest


def _is_manifest(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return (
        isinstance(value, Mapping)
        and value.get("schema") == SCHEMA
        and {"caseNo", "madeAt", "files"} <= value.keys()
        and isinstance(value["files"], list)
        and all(isinstance(each, Mapping) and {"path", "sha256", "size"} <= each.keys() for each in value["files"])
    )


def _check_files(archive: zipfile.ZipFile, files: list[Mapping[str, Any]], found: Verification) -> None:
    listed = [each["path"] for each in files]
    there = archive.namelist()
    for name in sorted({name for name in there if there.count(name) > 1}):
        found.add("EXTRA", name, f"Expected one file {name}, but there are several.")
    for name in sorted(set(there) - {*listed, MANIFEST, MANIFEST_HASH, MANIFEST_SEAL}):
        found.add("EXTRA", name, f"Expected only what the manifest lists, but there is {name}.")
    for each in files:
        if each["path"] not in there:
            found.add("MISSING", each["path"], f"Expected {each['path']}, but it is not there.")
            continue
        found.files += 1
        digest = _digest(archive, each["path"], found)
        if digest is not None and digest != (each["sha256"], each["size"]):
            found.add("ALTERED", each["path"], f"Expected the hash {each['sha256']}, but it is {digest[0]}.")


def _digest(archive: zipfile.ZipFile, path: str, found: Verification) -> tuple[str, int] | None:
    """SHA-256 and size of a file, read in pieces; None, and a finding, if it cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(path) as source:
            for chunk in _chunks(source):
                digest.update(chunk)
                size += len(chunk)
    except _UNREADABLE as error:
        found.add("ALTERED", path, f"Expected {path} to be readable, but: {error}.")
        return None
    return digest.hexdigest(), size


def _chunks(source: Any) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk


def _process_file(archive: zipfile.ZipFile, found: Verification) -> ProcessFile | None:
    if PROCESS_FILE not in archive.namelist():
        return None
    value = _json(_read(archive, PROCESS_FILE, found) or b"")
    try:
        return ProcessFile.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        found.add("PROCESS_FILE", PROCESS_FILE, f"Expected what its schema says, but {where}: {first['msg']}.")
    return None


def _check_papers(process_file: ProcessFile, files: list[Mapping[str, Any]], found: Verification) -> None:
    """Every version of every paper that the process file knows is there, with its hash, in the folder of its state."""
    listed = {each.get("documentId"): each for each in files}
    for paper in process_file.documents:
        name, there = paper.number or paper.document_id, listed.get(paper.document_id)
        if there is None:
            found.add("MISSING", name, f"Expected the file of {name}, but the manifest does not list it.")
        elif there["sha256"] != paper.sha256:
            found.add("ALTERED", name, f"Expected the hash {paper.sha256} of the process file, but it is another.")
        elif paper.number is not None and not there["path"].startswith(FOLDERS[paper.state] + "/"):
            found.add("ALTERED", name, f"Expected {name}, which is {paper.state}, among {FOLDERS[paper.state]}.")


def _check_signatures(process_file: ProcessFile, found: Verification) -> None:
    papers = {each.document_id: each for each in process_file.documents}
    signed: set[tuple[str, str]] = set()
    for each in process_file.signatures:
        found.signatures += 1
        name = f"{each.number} {each.capacity}"
        paper = papers.get(each.document_id)
        if paper is None or paper.sha256 != each.sha256:
            found.add("SIGNATURE", name, f"Expected a signature on the file of {each.number}, but it is on another.")
        elif (each.state == "VALID") != (paper.state == "CURRENT"):
            found.add("SIGNATURE", name, f"Expected no {each.state} signature on a paper that is {paper.state}.")
        if each.provider != LocalSignatures.name:
            found.unverified.append(f"{name}: {each.provider}")
        elif not is_genuine(_act(process_file.case.case_no, each).statement(), each.evidence):
            found.add("SIGNATURE", name, "Expected evidence of this act, but it is of another or none.")
        elif each.evidence["key_id"] not in found.key_ids:
            found.key_ids.append(each.evidence["key_id"])
        for before in each.earlier:
            if (before.type, before.sha256) not in signed:
                found.add(
                    "CHAIN", name, f"Expected {before.type} {before.sha256[:16]} to be signed before, but it is not."
                )
        signed.add((each.type, each.sha256))


def _act(case_no: str, each: Any) -> SigningAct:
    return SigningAct(
        case_no=case_no,
        type=each.type,
        number=each.number,
        document_id=each.document_id,
        sha256=each.sha256,
        signer=each.signer,
        capacity=each.capacity,
        method=each.method,
        envelope_id=each.envelope_id,
        signed_at=datetime.fromisoformat(each.signed_at),
        earlier=tuple({"type": before.type, "sha256": before.sha256} for before in each.earlier),
    )


def _read(archive: zipfile.ZipFile, name: str, found: Verification) -> bytes | None:
    """A file as a whole; None, and a finding, if it is too large or cannot be read."""
    if archive.getinfo(name).file_size > _LARGEST_JSON:
        found.add("UNREADABLE", name, f"Expected at most {_LARGEST_JSON} bytes of {name}, but there are more.")
        return None
    try:
        return archive.read(name)
    except _UNREADABLE as error:
        found.add("ALTERED", name, f"Expected {name} to be readable, but: {error}.")
        return None


def _json(content: bytes) -> Any:
    try:
        return exact_json.decode(content)
    except ValueError:
        return None
