"""The three languages of the papers: zh-Hant is written, zh-Hans is derived from it, en is in the message catalogue.

The message id is the zh-Hant text itself (gettext's way), so that code and labels read as the paper does. Only texts of
ours are translated: never personal data, names, or products' names, which have their own zh-Hans and en."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import opencc
import polib

MESSAGES = Path(__file__).parent / "locale" / "en" / "LC_MESSAGES" / "papers.po"
#: what mainland China calls differently, after the characters are converted
MAINLAND_TERMS = {"帐户": "账户", "身分": "身份", "录音录影": "录音录像"}


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=8192)
def simplified(text: str) -> str:
    """A zh-Hant text of ours in Simplified Chinese: characters by OpenCC, terms as mainland China has them."""
    converted = str(_converter().convert(text))
    for term, mainland in MAINLAND_TERMS.items():
        converted = converted.replace(term, mainland)
    return converted


@cache
def _english() -> dict[tuple[str, str], str]:
    """English by context (an enumeration, or nothing) and message."""
    return {(entry.msgctxt or "", entry.msgid): entry.msgstr for entry in polib.pofile(str(MESSAGES)) if entry.msgstr}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Messages with places, as expressions that find what stands in them; the longest first."""
    with_places = [(message, text) for (context, message), text in _english().items() if "{" in message and not context]
    return [(_expression(message), text) for message, text in sorted(with_places, key=lambda each: -len(each[0]))]


def _expression(message: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", message)
    return re.compile("".join(f"(?P<{part}>.*)" if at % 2 else re.escape(part) for at, part in enumerate(parts)))


class Language:
    """Says our texts in one language. `code` is zh-Hant, zh-Hans or en; another is written in zh-Hant."""

    def __init__(self, code: str) -> None:
        self.code = code

    @property
    def english(self) -> bool:
        """Whether words are separated by spaces and lists by commas."""
        return self.code == "en"

    def __call__(self, message: str, *, context: str = "", **values: object) -> str:
        """The message (zh-Hant, with places like `{years}`) in this language; unknown to the catalogue, as it is."""
        text = message
        if self.code == "zh-Hans":
            text = simplified(message)
        elif self.english:
            text = _english().get((context, message), message)
        return text.format(**values) if values else text

    def composed(self, text: str) -> str:
        """A text that other code made of a message and figures, in this language; what is not known, as it is."""
        if not self.english or (("", text) in _english()):
            return self(text)
        for expression, english in _patterns():
            if found := expression.fullmatch(text):
                return english.format(**{name: self.composed(value) for name, value in found.groupdict().items()})
        return text

    def proposed(self, text: str) -> str:
        """A text that people typed or left as we had proposed it: ours in this language, theirs as it is."""
        return self(text) if ("", text) in _english() else text

    def own(self, by_language: Mapping[str, str]) -> str:
        """A text that has its own languages (a product's name, a clause); zh-Hans is derived where it is not given."""
        if self.code in by_language:
            return by_language[self.code]
        written = by_language["zh-Hant"]
        return simplified(written) if self.code == "zh-Hans" else written

    def listed(self, parts: list[str]) -> str:
        """Several in one line; nothing as a dash."""
        return (", " if self.english else "、").join(parts) or "—"
