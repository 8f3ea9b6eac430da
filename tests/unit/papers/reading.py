"""What a paper says, read from its PDF."""

import re
import unicodedata

import pypdfium2

HAN = re.compile(r"[\u3400-\u9fff]+")


def pages_of(pdf):
    """The text of each page without blanks: where a line breaks does not matter."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return [unicodedata.normalize("NFKC", re.sub(r"[\s\ufffe]", "", text)) for text in texts]


def text_of(pdf):
    """The text of all pages."""
    return "".join(pages_of(pdf))


def plain(text):
    """A text as `text_of` has it."""
    return unicodedata.normalize("NFKC", re.sub(r"\s", "", text))


def strings_in(value):
    """Every string in a value of any shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings_in(each)


def without(text, data):
    """The text without what is data, the longest first."""
    for each in sorted({plain(each) for each in data if HAN.search(each)}, key=len, reverse=True):
        text = text.replace(each, "")
    return text


def beyond_the_margins(pdf, margin=50):
    """Texts that begin or end outside of the page's side margins (points), or below its lower edge."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width, _ = page.get_size()
            text = page.get_textpage()
            for at in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(at)
                if left < margin or right > width - margin or bottom < 0:
                    yield text.get_text_bounded(left, bottom, right, top)


def size_of(pdf, words):
    """The height in points of where the words stand first."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        at, _ = text.search(words).get_next()
        _, bottom, _, top = text.get_charbox(at, loose=True)
        return top - bottom
