"""How much room a label takes: the modeler's 12 px type, in which a Chinese character is as wide as it is high."""

FONT_SIZE = 12.0
LINE_HEIGHT = 14.0
#: above this code point characters are full width
FULL_WIDTH_FROM = 0x2E80
NARROW = 0.56
#: closing punctuation may not begin a line
NOT_FIRST = "，。、；：？！）》」』】）"


def width(text: str) -> float:
    """The width of one line in pixels."""
    return sum(_advance(character) for character in text)


def wrapped(text: str, available: float) -> list[str]:
    """The text in lines of at most the available width: breaks between words and between Chinese characters."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for piece in _pieces(paragraph):
            if line and width(line + piece.rstrip()) > available and piece[0] not in NOT_FIRST:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines.append(line.rstrip())
    return lines


def balanced(text: str, available: float) -> list[str]:
    """The text wrapped into as few lines as possible, of about equal length."""
    lines = wrapped(text, available)
    narrower = available
    while narrower > FONT_SIZE:
        narrower -= FONT_SIZE / 2
        tighter = wrapped(text, narrower)
        if len(tighter) > len(lines) or any(width(line) > available for line in tighter):
            break
        lines = tighter
    return lines


def _advance(character: str) -> float:
    return FONT_SIZE if ord(character) >= FULL_WIDTH_FROM else FONT_SIZE * NARROW


def _pieces(paragraph: str) -> list[str]:
    """What may not be broken: a Chinese character, or a word with the space after it."""
    pieces: list[str] = []
    open_word = False
    for character in paragraph:
        full = ord(character) >= FULL_WIDTH_FROM
        if open_word and not full:
            pieces[-1] += character
        else:
            pieces.append(character)
        open_word = not full and character != " "
    return pieces
