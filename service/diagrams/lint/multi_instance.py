"""Multi-instance activities."""

from collections.abc import Iterator

from service.diagrams.diagram import attribute, extension
from service.diagrams.lint.rule import Finding, Sheet, rule


@rule("loop-characteristics")
def collections(sheet: Sheet) -> Iterator[Finding]:
    """A multi-instance names its input collection; output collection and element go together."""
    for loop in sheet.all("multiInstanceLoopCharacteristics"):
        characteristics = extension(loop, "loopCharacteristics")
        if attribute(characteristics, "inputCollection") is None:
            yield Finding(
                loop,
                "Expected an input collection, but the multi-instance marker has none.",
                "Write an expression for the list, such as =products.",
            )
        pair = [name for name in ("outputCollection", "outputElement") if attribute(characteristics, name) is not None]
        if len(pair) == 1:
            yield Finding(
                loop,
                f"Expected output collection and output element together, but only {pair[0]} is there.",
                "Fill in both, or neither.",
            )
