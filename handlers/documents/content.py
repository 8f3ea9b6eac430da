"""What a document says, free of how it looks: a title, a number, and sections of a few kinds.

Layout is Typst's (`templates/`), so that an insurer restyles without touching code."""

import hashlib
import json
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Base of the sections; unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fields(Part):
    """Label and value side by side."""

    kind: Literal["fields"] = "fields"
    heading: str
    fields: tuple[tuple[str, str], ...]


class Table(Part):
    """Rows under column labels; `numeric` names the columns (from 0) that are set flush right, `note` stands above."""

    kind: Literal["table"] = "table"
    heading: str
    note: str = ""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


class Text(Part):
    """Paragraphs."""

    kind: Literal["text"] = "text"
    heading: str
    paragraphs: tuple[str, ...]


class Notice(Part):
    """What the law wants conspicuous: bold, in a box (保险法 Art. 17, 保险销售行为管理办法 Art. 26)."""

    kind: Literal["notice"] = "notice"
    heading: str
    paragraphs: tuple[str, ...]


class Exemption(Part):
    """One clause that frees the insurer: its wording, what it means, what it does to the client."""

    title: str
    text: str
    meaning: str
    effect: str


class Exemptions(Part):
    """Exemptions one by one, each with room for initials. `names` says what the four parts are called."""

    kind: Literal["exemptions"] = "exemptions"
    heading: str
    names: tuple[str, ...]
    items: tuple[Exemption, ...]


class Copied(Part):
    """A sentence to be copied by hand, with lines to write on."""

    kind: Literal["copied"] = "copied"
    heading: str
    instruction: str
    sentence: str


class Series(Part):
    """One line of a chart: values by position; `guaranteed` ones are drawn solid, others dashed."""

    name: str
    guaranteed: bool
    values: tuple[float | None, ...]


class Chart(Part):
    """Lines over policy years (`positions`); `unit` is that of the values, `note` stands below."""

    kind: Literal["chart"] = "chart"
    heading: str
    unit: str
    axis: str
    positions: tuple[int, ...]
    series: tuple[Series, ...]
    note: str


class Signatures(Part):
    """A block to sign in: who, in which capacity."""

    kind: Literal["signatures"] = "signatures"
    heading: str
    signers: tuple[str, ...]


#: everything a paper can be made of
Section = Fields | Table | Text | Notice | Exemptions | Copied | Chart | Signatures


#: what may differ between papers that say the same: which issue it is, and the letterhead
_NOT_SAID = frozenset({"number", "made_on", "verify_url", "service_phone", "complaint_phone"})


class Content(Part):
    """A whole document. `number` is `{TYPE}-{case_no}-v{n}`, `language` one of zh-Hant, zh-Hans, en.

    `verify_url` is where anybody may ask whether the paper is good: what the QR code says; without it there is none."""

    type: str
    number: str
    title: str
    language: Literal["zh-Hant", "zh-Hans", "en"] = "zh-Hant"
    case_no: str
    company: str
    prepared_by: str
    made_on: date
    verify_url: str = ""
    service_phone: str = ""
    complaint_phone: str = ""
    large_print: bool = False
    sections: tuple[Section, ...]

    def canonical(self) -> str:
        """The content as JSON, keys sorted: what the template sets."""
        return _canonical(self.model_dump(mode="json"))

    def digest(self) -> str:
        """SHA-256, in hex, of what the paper says: the canonical content without number, date and letterhead.

        Its first 16 digits are the content hash of the footer."""
        return hashlib.sha256(_canonical(self.model_dump(mode="json", exclude=set(_NOT_SAID))).encode()).hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
