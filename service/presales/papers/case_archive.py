"""The archive of a case: a ZIP of its process file, every version of every paper, and a manifest under our seal.

    manifest.json               what is in it: path, SHA-256, size, role, state
    manifest.sha256             hash of the manifest, as sha256sum checks it
    manifest.seal.json          the installation's seal on the manifest
    process-file.json           what happened, as process-file.schema.json describes it
    papers/ superseded/ void/   the papers as they were issued, byte by byte
    attachments/                files that people or other systems added

It is written piece by piece: memory holds one file at a time."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any

from service import exact_json, times
from service.presales.papers.local_signatures import LocalSignatures
from service.presales.papers.process_file import json_schema

SCHEMA = "presales-archive/1"
MANIFEST, MANIFEST_HASH, MANIFEST_SEAL = "manifest.json", "manifest.sha256", "manifest.seal.json"
PROCESS_FILE, PROCESS_FILE_SCHEMA = "process-file.json", "process-file.schema.json"
#: the folder of a paper, by its state
FOLDERS = {"CURRENT": "papers", "SUPERSEDED": "superseded", "VOID": "void"}
_UNSAFE = re.compile(r"[^\w.()\-]+")


class _Pipe(io.RawIOBase):
    """Collects what is written until it is taken."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._chunks.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._chunks = b"".join(self._chunks), []
        return taken


def archive(
    history: Mapping[str, Any], content: Callable[[str], bytes], seal: LocalSignatures, now: datetime
) -> Iterator[bytes]:
    """The ZIP in pieces. `content` answers the file of a document id; it is asked for one after the other."""
    pipe = _Pipe()
    files: list[dict[str, Any]] = []
    with zipfile.ZipFile(pipe, "w") as target:

        def add(path: str, data: bytes, **facts: Any) -> bytes:
            _write(target, path, data, now)
            digest = hashlib.sha256(data).hexdigest()
            files.append({"path": path, "sha256": digest, "size": len(data), **facts})
            return pipe.take()

        yield add(PROCESS_FILE, _pretty(history), role="PROCESS_FILE")
        yield add(PROCESS_FILE_SCHEMA, _pretty(json_schema()), role="SCHEMA")
        for document in history["documents"]:
            yield add(_path(document), content(document["documentId"]), **_facts(document))
        manifest = _pretty(_manifest(history, files, now))
        _write(target, MANIFEST, manifest, now)
        digest = hashlib.sha256(manifest).hexdigest()
        _write(target, MANIFEST_HASH, f"{digest}  {MANIFEST}\n".encode(), now)
        _write(target, MANIFEST_SEAL, _pretty(seal.seal(manifest)), now)
        yield pipe.take()
    yield pipe.take()


def _manifest(history: Mapping[str, Any], files: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "caseNo": history["case"]["caseNo"],
        "caseKey": history["case"]["caseKey"],
        "caseState": history["case"]["state"],
        "madeAt": times.write(now),
        "madeBy": f"presales {version('presales')}",
        "files": files,
    }


def _path(document: Mapping[str, Any]) -> str:
    name = _UNSAFE.sub("_", document["fileName"]).lstrip(".") or "file"
    if document["number"] is None:
        return f"attachments/{_UNSAFE.sub('_', document['documentId'])}-{name}"
    return f"{FOLDERS[document['state']]}/{name}"


def _facts(document: Mapping[str, Any]) -> dict[str, Any]:
    if document["number"] is None:
        return {"role": "ATTACHMENT", "documentId": document["documentId"]}
    named = ("documentId", "number", "type", "state", "supersededBy", "supersededAt")
    return {"role": "PAPER", **{name: document[name] for name in named}}


def _write(target: zipfile.ZipFile, path: str, data: bytes, at: datetime) -> None:
    """PDFs are compressed already and stored as they are; texts are deflated."""
    entry = zipfile.ZipInfo(path, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED if path.endswith(".json") else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    target.writestr(entry, data)


def _pretty(value: Any) -> bytes:
    return exact_json.encode_indented(value)
