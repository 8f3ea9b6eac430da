"""Writing a paper's sections in one language: headings and labels are messages, values are data or said."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from handlers.documents.content import Copied, Exemption, Exemptions, Fields, Notice, Signatures, Table, Text
from handlers.documents.labels import message
from handlers.documents.language import Language
from handlers.ports import HandlerContext
from handlers.products import Clause
from handlers.topics import Case, today

NOTHING = "—"


class Writer:
    """Writes in the language of a case. Strings for headings, labels, columns and signers are messages in zh-Hant.

    Values that are strings are data and stay as they are: what is ours among them goes through `say`, `label`,
    `text_of` or `composed`."""

    def __init__(self, case: Case, context: HandlerContext) -> None:
        self.say = Language(case.language)
        self.currency = case.currency
        self._texts = context.parameters.at("texts", case.jurisdiction, today(context, case))

    def label(self, enumeration: str, code: str | None) -> str:
        """The label of a code; an unknown code is shown as it is, nothing as a dash."""
        return self.say(message(enumeration, code), context=enumeration) if code else NOTHING

    def labels(self, enumeration: str, codes: Iterable[str] | None) -> str:
        """The labels of several codes in one line."""
        return self.say.listed([self.label(enumeration, code) for code in codes or ()])

    def shown(self, value: Any) -> str:
        """A value as people read it: amounts with thousands separators, nothing as a dash, yes and no in words."""
        if value is None or value in ("", []):
            return NOTHING
        if isinstance(value, bool):
            return self.say("是") if value else self.say("否")
        if isinstance(value, Decimal | int):
            return f"{value:,}"
        if isinstance(value, list | tuple):
            return self.say.listed([self.shown(each) for each in value])
        if isinstance(value, date):
            return value.isoformat()[:16].replace("T", " ")
        return str(value)

    def money(self, amount: Decimal | None) -> str:
        """An amount with its currency."""
        return NOTHING if amount is None else f"{self.currency} {amount:,.2f}"

    def ratio(self, fraction: Decimal | None) -> str:
        """A fraction in per cent."""
        return NOTHING if fraction is None else f"{fraction:.2%}"

    def years(self, number: int | None) -> str:
        """A number of years."""
        return NOTHING if number is None else self.say("{number} 年", number=number)

    def composed(self, text: str | None) -> str:
        """A text of ours that other code or a decision table made: a label, a formula with its figures, a reason."""
        return self.say.composed(text) if text else NOTHING

    def text_of(self, name: str, **values: object) -> str:
        """A text of the jurisdiction's parameter set in this language."""
        text = str(self._own(name))
        return text.format(**values) if values else text

    def texts_of(self, name: str) -> tuple[str, ...]:
        """A list of texts of the parameter set in this language."""
        return tuple(self._own(name))

    def class_text(self, name: str, code: str) -> str:
        """A text of the parameter set that depends on a code; nothing if there is none for it."""
        return str(self._own(name, code) or "")

    def class_texts(self, name: str, code: str) -> tuple[str, ...]:
        """A list of texts of the parameter set that depends on a code; empty if there is none for it."""
        return tuple(self._own(name, code) or ())

    def _own(self, *path: str) -> Any:
        """A text, or a list of them: as written for this language, else derived from zh-Hant."""
        translated, written = self._texts.get(self.say.code, {}), self._texts
        for name in path:
            translated, written = translated.get(name, {}), written.get(name, {})
        if translated:
            return translated
        return self.say(written) if isinstance(written, str) else [self.say(each) for each in written]

    def fields(self, heading: str, *pairs: tuple[str, Any]) -> Fields:
        """Labels and values side by side."""
        return Fields(
            heading=self.say(heading), fields=tuple((self.say(label), self.shown(value)) for label, value in pairs)
        )

    def table(
        self,
        heading: str,
        columns: Iterable[str],
        rows: Iterable[Iterable[Any]],
        *,
        numeric: Iterable[int] = (),
        note: str = "",
    ) -> Table:
        """Rows under columns; without rows one of dashes, so that nobody wonders whether a page is lacking."""
        names = tuple(self.say(column) for column in columns)
        shown = tuple(tuple(self.shown(cell) for cell in row) for row in rows)
        return Table(
            heading=self.say(heading),
            note=self.say(note) if note else "",
            columns=names,
            rows=shown or ((NOTHING,) * len(names),),
            numeric=tuple(numeric),
        )

    def text(self, heading: str, *paragraphs: str) -> Text:
        """Paragraphs, already in this language."""
        return Text(heading=self.say(heading), paragraphs=paragraphs)

    def notice(self, heading: str, *paragraphs: str) -> Notice:
        """What the law wants conspicuous."""
        return Notice(heading=self.say(heading), paragraphs=paragraphs)

    def copied(self, heading: str, sentence: str) -> Copied:
        """A sentence that the client copies by hand."""
        return Copied(heading=self.say(heading), instruction=self.say("請客戶親筆抄錄下列語句："), sentence=sentence)

    def exemptions(self, heading: str, clauses: Iterable[Clause]) -> Exemptions:
        """Each exemption with what it means and does, and room for the client's initials."""
        items = tuple(
            Exemption(
                title=self.say.own(clause.title),
                text=self.say.own(clause.text),
                meaning=self.say.own(clause.meaning or {"zh-Hant": NOTHING}),
                effect=self.say.own(clause.effect or {"zh-Hant": NOTHING}),
            )
            for clause in clauses
        )
        names = [self.say(name) for name in ("條款原文", "通俗含義", "對客戶的影響", "客戶簽名")]
        return Exemptions(heading=self.say(heading), names=tuple(names), items=items)

    def signatures(self, heading: str, *signers: str) -> Signatures:
        """A block to sign in."""
        return Signatures(heading=self.say(heading), signers=tuple(self.say(signer) for signer in signers))
