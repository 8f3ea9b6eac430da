"""Whether a paper is good: /verify, the address of the QR code on every paper. Open to everybody.

It tells nothing personal, nothing without the hash that is printed on the paper, and it takes two of our threads at
most: whoever asks more often than that is told to come back, and staff notice nothing."""

from html import escape
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from pydantic.alias_generators import to_camel
from starlette.responses import HTMLResponse, Response

from service import times
from service.api.answers import JsonAnswer
from service.api.edge import service_of
from service.api.exact_route import ExactRoute
from service.api.routes.verification_words import Words, words_for
from service.api.schemas import Body
from service.api.searching import answers
from service.errors import ResourceExhausted
from service.presales.papers.local_signatures import LocalSignatures
from service.presales.papers.paper_verification import PaperStanding, Standing, standing

router = APIRouter(prefix="/verify", tags=["Verification"], route_class=ExactRoute)
#: answers that are looked up at once
AT_ONCE = BoundedSemaphore(2)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Vary": "Accept, Accept-Language",
}
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
body{{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1b1f24}}
h1{{font-size:1.1rem;color:#1f4e79}}
.standing{{font-size:1.5rem;font-weight:700;color:{colour};border-left:.4rem solid;padding-left:.8rem}}
dt{{color:#5f6b76;margin-top:.6rem}}dd{{margin:0;overflow-wrap:anywhere}}
</style></head><body><h1>{title}</h1><p class="standing">{said}</p><dl>{facts}</dl><p>{advice}</p></body></html>
"""
_COLOURS = {
    Standing.VALID: "#1a7f37",
    Standing.SUPERSEDED: "#b42318",
    Standing.VOID: "#b42318",
    Standing.UNKNOWN: "#5f6b76",
}


class SealKey(Body):
    """The key under which signings and archives are sealed."""

    algorithm: str = Field(examples=["Ed25519"])
    key_id: str = Field(description="SHA-256 of the public key, in hex: what `presales verify --key` takes.")
    public_key: str = Field(description="In Base64.")


class PaperStandingAnswer(Body):
    """What the service knows of a paper. Everything but `number` and `result` is null unless the hash is that of it."""

    number: str
    result: Standing
    title: str | None
    issued_at: str | None
    sha256: str | None = Field(description="Of the file as it was issued, to compare with a file that one holds.")
    superseded_by: str | None
    superseded_at: str | None


@router.get("", **answers(SealKey, description="The key."), openapi_extra={"security": []})
def get_seal_key(request: Request) -> Response:
    """The key under which the service seals signings and archives now: whoever verifies them compares it."""
    key = LocalSignatures(service_of(request).settings.signing_key).key()
    return JsonAnswer({to_camel(name): value for name, value in key.items()}, headers=_HEADERS)


@router.get(
    "/{number}",
    **answers(PaperStandingAnswer, description="VALID, SUPERSEDED, VOID or UNKNOWN; a page, if one is asked for."),
    openapi_extra={"security": []},
)
def verify_paper(
    number: str,
    request: Request,
    content_hash: Annotated[str, Query(alias="hash", description="The content hash that is printed on it.")] = "",
) -> Response:
    """Whether a paper is good. For everybody who holds it; without its hash the answer is UNKNOWN."""
    if not AT_ONCE.acquire(blocking=False):
        raise ResourceExhausted
    try:
        with service_of(request).database.read() as connection:
            found = standing(connection, number, content_hash.strip().lower())
    finally:
        AT_ONCE.release()
    if "text/html" in request.headers.get("accept", ""):
        words = words_for(request.headers.get("accept-language", ""), found.language)
        return HTMLResponse(_page(number, found, words), headers=_HEADERS)
    return JsonAnswer(_answer(number, found), headers=_HEADERS)


def _answer(number: str, found: PaperStanding) -> dict[str, str | None]:
    return {
        "number": number,
        "result": found.standing,
        "title": found.title,
        "issuedAt": times.write(found.issued_at) if found.issued_at else None,
        "sha256": found.sha256,
        "supersededBy": found.superseded_by,
        "supersededAt": times.write(found.superseded_at) if found.superseded_at else None,
    }


def _page(number: str, found: PaperStanding, words: Words) -> str:
    answer = _answer(number, found)
    facts = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>"
        for name, label in words.facts.items()
        if (value := answer[name]) is not None
    )
    return _PAGE.format(
        language=words.language,
        title=escape(words.title),
        colour=_COLOURS[found.standing],
        said=escape(words.standing[found.standing]),
        facts=facts,
        advice=escape(words.advice[found.standing]),
    )
