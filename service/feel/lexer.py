"""Text to tokens. Names are not assembled here: which tokens form a name depends on the scope."""

import re
import sys
from typing import NamedTuple

from service.feel.errors import ParseError, position

#: longest text that is read at all
MAX_TEXT = 100_000

_SPACE = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
# name start characters of DMN 1.5 rule 28, without those that rule 61 calls white space
_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u180d\u180f-\u1fff"
    "\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    "\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"

_TOKEN = re.compile(
    rf"""
    (?P<space>  [{_SPACE}]+ | //[^\n]* | /\*.*?\*/ )
  | (?P<name>   [{_START}][{_PART}]* )
  | (?P<dots>   \.\. )
  | (?P<number> (?: [0-9]+ (?: \.[0-9]+ )? | \.[0-9]+ ) (?: [eE][+-]?[0-9]+ )? )
  | (?P<string> " (?: [^"\\] | \\. )* " )
  | (?P<tick>   ` [^`]+ ` )
  | (?P<symbol> \*\* | -> | <= | >= | != | . )
    """,
    re.VERBOSE | re.DOTALL,
)


class Tokens(NamedTuple):
    """Parallel lists, closed by one token of kind "end" and text ""."""

    kinds: list[str]
    texts: list[str]
    starts: list[int]
    ends: list[int]


def tokenize(text: str) -> Tokens:
    """Split a text into tokens: names, numbers, strings, back-ticked names and symbols."""
    if len(text) > MAX_TEXT:
        raise ParseError(1, 1, f"at most {MAX_TEXT} characters", f"The text has {len(text)} characters.")
    kinds: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "space":
            continue
        lexeme = match.group()
        if lexeme == '"':
            raise ParseError(*position(text, match.start()), '"', 'Expected a closing " for this string.')
        kinds.append(kind)
        texts.append(lexeme)
        starts.append(match.start())
        ends.append(match.end())
    kinds.append("end")
    texts.append("")
    starts.append(len(text))
    ends.append(len(text))
    return Tokens(kinds, texts, starts, ends)


_ESCAPE = re.compile(r"\\(?:([\"'\\nrt])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{5,6}))")
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def unquote(token: str) -> str:
    """The value of a string token. Unknown escapes keep their backslash: patterns are written so."""
    body = token[1:-1]
    if "\\" not in body:
        return body
    decoded = _ESCAPE.sub(_decode_escape, body)
    # two \u escapes of a surrogate pair are one code point; a lone surrogate becomes U+FFFD
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _decode_escape(match: re.Match[str]) -> str:
    plain, short, long = match.groups()
    if plain:
        return _PLAIN_ESCAPES.get(plain, plain)
    code = int(short or long, 16)
    return chr(code) if code <= sys.maxunicode else match.group()
