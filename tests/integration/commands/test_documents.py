import hashlib

import pytest

from service.commands.create_document import NewDocument, create_document
from service.commands.delete_document import DeleteDocument, delete_document
from service.errors import AlreadyExists, NotFound
from tests.integration.drawn import sequence, user_task


def test_a_document_is_stored_with_its_hash_and_its_case(service):
    service.deploy(one=sequence("one", user_task("task")))
    started = service.start("one")
    document = NewDocument("提案.pdf", "application/pdf", b"content", process_instance_key=started.key, language="en")

    stored = service.run(create_document, document, "alice")

    assert (stored.sha256, stored.size) == (hashlib.sha256(b"content").hexdigest(), 7)
    [row] = service.rows("SELECT * FROM document")
    assert (row.file_name, bytes(row.content), row.language, row.created_by) == ("提案.pdf", b"content", "en", "alice")
    assert (row.process_instance_key, row.root_process_instance_key) == (started.key, started.key)
    assert row.process_definition_key == started.process_definition_key


def test_a_document_id_is_taken_once(service):
    service.run(create_document, NewDocument("a.txt", "text/plain", b"a", document_id="mine"))
    with pytest.raises(AlreadyExists, match="mine"):
        service.run(create_document, NewDocument("b.txt", "text/plain", b"b", document_id="mine"))
    service.run(delete_document, DeleteDocument("mine"), "alice")
    with pytest.raises(NotFound):
        service.run(delete_document, DeleteDocument("mine"))
    events = service.rows("SELECT type, actor FROM audit_event ORDER BY key")
    assert [tuple(each) for each in events] == [("document_created", "anonymous"), ("document_deleted", "alice")]


def test_the_case_must_be_there(service):
    with pytest.raises(NotFound):
        service.run(create_document, NewDocument("a.txt", "text/plain", b"a", process_instance_key=1))
