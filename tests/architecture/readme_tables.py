"""The README's tables, made from what they describe. `python tests/architecture/readme_tables.py` writes them."""

import re
from pathlib import Path

from service import metrics
from service.identity import permissions
from service.settings import Settings

README = Path(__file__).parents[2] / "README.md"


def settings_table() -> str:
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        variable = field.validation_alias or f"PRESALES_{name.upper()}"
        default = (
            "–"
            if field.default is None
            else f"`{str(field.default).lower() if field.default in (True, False) else field.default}`"
        )
        rows.append(f"| `{variable}` | {default} | {field.description} |")
    return "\n".join(rows)


def metrics_table() -> str:
    rows = ["| metric | labels | meaning |", "| --- | --- | --- |"]
    rows += [
        f"| `{each.name}` | {', '.join(f'`{label}`' for label in each.labels) or '–'} | {each.meaning} |"
        for each in metrics.described()
    ]
    return "\n".join(rows)


TABLES = {"settings": settings_table, "metrics": metrics_table, "permissions": permissions.table}


def filled(text: str) -> str:
    """The text with what stands between `<!-- NAME -->` and `<!-- end -->` made anew."""
    for name, table in TABLES.items():
        made = f"<!-- {name} -->\n{table()}\n<!-- end -->"
        text = re.sub(rf"<!-- {name} -->\n.*?<!-- end -->", lambda _found, made=made: made, text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    README.write_text(filled(README.read_text("utf-8")), encoding="utf-8")
