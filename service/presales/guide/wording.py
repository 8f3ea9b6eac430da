"""Says texts in one language: the guide's own words, and what the files of the process have by language."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from handlers.documents.labels import LABELS, message
from handlers.documents.language import Language
from handlers.documents.papers import Paper

#: levels, stages, loops: the same short codes mean different things
_SHORT = re.compile(r"[A-Z]\d[A-Z]?")
_WORDS = Path(__file__).with_name("words.toml")
LANGUAGES = ("zh-Hant", "zh-Hans", "en")


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(_WORDS.read_text("utf-8"))


@cache
def _enumerations_of() -> dict[str, str]:
    """The enumeration of each code that has one label, whatever enumeration it is of."""
    found: dict[str, dict[str, str]] = {}
    for enumeration, labels in tomllib.loads(LABELS.read_text("utf-8")).items():
        for code, label in labels.items():
            found.setdefault(code, {}).setdefault(label, enumeration)
    return {code: next(iter(named.values())) for code, named in found.items() if len(named) == 1}


class Wording:
    """One language of the guide."""

    def __init__(self, code: str) -> None:
        self.language = code
        self._language = Language(code)
        #: texts of the files that are not there in this language, and are said as they are drawn
        self.lacking: set[str] = set()

    def word(self, name: str, **values: object) -> str:
        """A word or sentence of the guide's own."""
        return self._language.own(_words()[name]).format(**values)

    def words(self) -> dict[str, str]:
        """All of them that have no places for values."""
        return {name: self._language.own(texts) for name, texts in _words().items()}

    def drawn(self, text: str | None, english: str | None) -> str:
        """A text of a file: drawn in zh-Hant, with English beside it if somebody has written it."""
        written = {"zh-Hant": text or "", **({"en": english} if english else {})}
        if self._language.code not in ("zh-Hans", *written) and not (text or "").isascii():
            self.lacking.add(text or "")
        return self._language.own(written)

    def speaks(self, text: str) -> bool:
        """Whether a text that is written in zh-Hant alone can be said in this language."""
        return self.language.startswith("zh") or text.isascii()

    def written(self, text: str) -> str:
        """A text of ours as this script writes it."""
        return self._language.own({"zh-Hant": text})

    def named(self, name: str | None, properties: Mapping[str, str], otherwise: str = "") -> str:
        """The name of an element, by its own languages."""
        return self.drawn(name or otherwise, properties.get("name:en"))

    def paper(self, paper: Paper) -> str:
        """A paper by its code and title."""
        return f"{paper.code} {self._labelled('document', paper.type) or self._language(paper.title)}"

    def code(self, code: str, hint: str) -> str:
        """A code with its label: of the enumeration that the hint names, else the only one that has such a code."""
        label = self._labelled(hint, code)
        if label is None and not _SHORT.fullmatch(code):
            label = self._labelled(_enumerations_of().get(code, ""), code)
        return code if label is None else f"{label} ({code})"

    def role(self, role: str) -> str:
        """What a role is called where no lane says it."""
        return self._labelled("role", role) or role

    def _labelled(self, enumeration: str, code: str) -> str | None:
        label = message(enumeration, code)
        return None if label == code else self._language(label, context=enumeration)
