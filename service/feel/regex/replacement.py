r"""Replacement texts: `$1` is what a group matched, `\$` a dollar, `\\` a backslash."""

from service.feel.regex.syntax import PatternError


def replacement_parts(text: str, groups: int) -> list[str | int]:
    """Literal pieces and group numbers; raises PatternError. A group that there is not stands for nothing."""
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        char, following = text[at], text[at + 1 : at + 2]
        if char == "$" and following.isascii() and following.isdigit():
            number, at = _group(text, at + 1, groups)
            parts += [number] if number <= groups else []
            continue
        if char == "\\" and following and following in "$\\":
            char, at = following, at + 1
        elif char in "$\\":
            raise PatternError("Expected a group's number after $, or \\$ and \\\\ for the characters themselves.")
        parts.append(char)
        at += 1
    return parts


def _group(text: str, at: int, groups: int) -> tuple[int, int]:
    """The largest number of a group that the digits from here spell, and where they end."""
    number, at = int(text[at]), at + 1
    while at < len(text) and text[at].isascii() and text[at].isdigit() and number * 10 + int(text[at]) <= groups:
        number, at = number * 10 + int(text[at]), at + 1
    return number, at
