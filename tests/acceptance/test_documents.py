import io
from hashlib import sha256

import camunda_orchestration_sdk as sdk
import pytest
from camunda_orchestration_sdk.errors import NotFoundError

CONTENT = "保單".encode()


def upload(client, **more):
    file = sdk.File(payload=io.BytesIO(CONTENT), file_name="保單.txt", mime_type="text/plain")
    metadata = {"contentType": "text/plain", "fileName": "保單.txt", "customProperties": {"case": "PS-1"}}
    data = sdk.CreateDocumentData(file=file, metadata=sdk.DocumentMetadata.from_dict(metadata))
    return client.create_document(data=data, **more)


def test_a_document_is_stored_and_given_back(client, http):
    stored = upload(client)
    assert stored.content_hash == sha256(CONTENT).hexdigest()
    assert (stored.metadata.file_name, stored.metadata.size) == ("保單.txt", len(CONTENT))
    assert stored.metadata.custom_properties.to_dict() == {"case": "PS-1"}
    got = http.get(f"/v2/documents/{stored.document_id}", params={"contentHash": stored.content_hash})
    assert got.content == CONTENT
    assert got.headers["content-type"].startswith("text/plain")
    assert got.headers["content-disposition"].startswith("attachment")
    assert http.get(f"/v2/documents/{stored.document_id}", params={"contentHash": "0"}).status_code == 400


def test_the_caller_may_choose_its_id(client, http):
    assert upload(client, document_id="policy-1").document_id == "policy-1"
    other = http.post("/v2/documents", params={"documentId": "policy-1"}, files={"file": ("a.txt", b"other")})
    assert other.status_code == 409


def test_a_deleted_document_is_gone(client, http):
    stored = upload(client)
    client.delete_document(document_id=stored.document_id)
    assert http.get(f"/v2/documents/{stored.document_id}").status_code == 404
    with pytest.raises(NotFoundError):
        client.delete_document(document_id=stored.document_id)


def test_an_expired_document_is_gone(http):
    metadata = '{"expiresAt": "2020-01-01T00:00:00Z"}'
    stored = http.post("/v2/documents", files={"file": ("a.txt", b"x")}, data={"metadata": metadata}).json()
    assert http.get(f"/v2/documents/{stored['documentId']}").status_code == 404


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ("nonsense", "Expected metadata of a document as JSON, but "),
        ('{"colour": "red"}', "Request property [metadata.colour] cannot be parsed"),
        ('{"size": "big"}', "The value for metadata.size is not valid"),
        ('{"processInstanceKey": "x"}', "The value for metadata.processInstanceKey is not valid: a key is a text of"),
    ],
)
def test_metadata_that_is_none_is_refused_in_one_line(http, metadata, said):
    answer = http.post("/v2/documents", files={"file": ("a.txt", b"x")}, data={"metadata": metadata})
    assert answer.status_code == 400
    detail = answer.json()["detail"]
    assert detail.startswith(said)
    assert "\n" not in detail
