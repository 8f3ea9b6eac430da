"""The archive is written piece by piece, whatever the case holds."""

import tracemalloc
from datetime import UTC, datetime

from service.presales.papers.archive_verification import verify_archive
from service.presales.papers.case_archive import archive
from service.presales.papers.local_signatures import LocalSignatures
from tests.unit.handlers.test_process_archive import HISTORY, PAPER

MEGABYTE = 2**20
SIZE, COUNT = 4 * MEGABYTE, 30


def large_history(digest):
    papers = [
        PAPER | {"documentId": str(each), "fileName": f"F08-{each}.pdf", "number": f"F08-{each}", "sha256": digest}
        for each in range(COUNT)
    ]
    return HISTORY | {"documents": papers, "signatures": []}


def test_memory_holds_one_file_at_a_time(tmp_path):
    content = bytes(SIZE)
    digest = "bb9f8df61474d25e71fa00722318cd387396ca1736605e1248821cc0de3d3af8"  # sha256sum of 4 MiB of zeros
    asked = []

    def read(document_id):
        asked.append(document_id)
        return bytes(bytearray(content))  # a copy of its own, as from the database

    pieces = archive(
        large_history(digest), read, LocalSignatures(tmp_path / "key.pem"), datetime(2026, 11, 23, 9, tzinfo=UTC)
    )
    file = tmp_path / "case.zip"
    tracemalloc.start()
    with file.open("wb") as target:
        for piece in pieces:
            target.write(piece)
            assert target.tell() >= len(asked) * SIZE  # what was read has been handed on
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert file.stat().st_size > COUNT * SIZE
    assert peak < 6 * SIZE
    found = verify_archive(file)
    assert (found.findings, found.files) == ([], COUNT + 2)


def test_signatures_of_other_providers_are_named_as_not_verified_here(tmp_path):
    paper = PAPER | {"documentId": "d2", "state": "CURRENT", "number": "F09", "sha256": "ef" * 32}
    signature = {**HISTORY["signatures"][0], "provider": "national-ca", "earlier": []}
    history = HISTORY | {"documents": [paper], "signatures": [signature]}
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    file = tmp_path / "case.zip"
    file.write_bytes(b"".join(archive(history, lambda _: b"x", LocalSignatures(tmp_path / "key.pem"), now)))
    found = verify_archive(file)
    assert found.unverified == ["F09-PS-20261123-000001-v1 APPLICANT: national-ca"]
    assert {each.kind for each in found.findings} == {"ALTERED"}  # the file is not what the process file says
