"""The message catalogue: every message of the papers has its English, and no English is left without a message."""

import ast
import re
import tomllib
from pathlib import Path

import polib
import pytest
from lxml import etree

from handlers.documents.labels import LABELS
from handlers.documents.language import MESSAGES, Language
from tests.unit.papers.reading import HAN
from tests.unit.papers.topics import JURISDICTIONS

HANDLERS = Path(__file__).parents[3] / "handlers"
#: a text of a table that stands in for a value that is not there
DEFAULT = re.compile(r'get or else\([^,"]+, "([^"]*)"\)')
PLACE = re.compile(r"\{(\w+)\}")
#: modules whose strings are messages; `composed`: those whose strings other code makes of messages and figures
WRITING = [*sorted((HANDLERS / "papers").glob("*.py")), HANDLERS / "documents" / "writing.py"]
COMPOSED = [
    HANDLERS / "needs" / "analysis.py",
    HANDLERS / "needs" / "life.py",
    HANDLERS / "pricing" / "additions.py",
    HANDLERS / "pricing" / "equivalence.py",
    HANDLERS / "pricing" / "illustration.py",
    HANDLERS / "pricing" / "life.py",
]
#: decision tables whose texts stand on papers
TABLES = ["suitability", "quotation", "discount", "due_diligence", "potential", "needs", "plan_need"]
#: what parameters call the texts that stand on papers
NAMES = ("name", "text", "remark", "renewal_remark")
ENTRIES = list(polib.pofile(str(MESSAGES)))
ENGLISH = {(entry.msgctxt or "", entry.msgid): entry.msgstr for entry in ENTRIES}
CODES = tomllib.loads(LABELS.read_text("utf-8"))
PARAMETERS = tomllib.loads((JURISDICTIONS / "CN" / "parameters.toml").read_text("utf-8"))
TEXTS = tomllib.loads((JURISDICTIONS / "CN" / "texts.toml").read_text("utf-8"))["texts"]


def documentation(tree):
    """The docstrings of a module, which are no messages."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {
        id(each.body[0].value) for each in ast.walk(tree) if isinstance(each, documented) and ast.get_docstring(each)
    }


def refusals(tree):
    """What stands in raised errors: told to staff in forms, never on a paper."""
    return {id(part) for each in ast.walk(tree) if isinstance(each, ast.Raise) for part in ast.walk(each)}


def literals(path):
    """The strings of a module with Chinese in them; a formatted one with `1` for its figures."""
    tree = ast.parse(path.read_text("utf-8"))
    ignored = documentation(tree) | refusals(tree)
    inner = {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in each.values}
    for node in ast.walk(tree):
        if id(node) in ignored or id(node) in inner:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "1" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def written(paths):
    return sorted({text for path in paths for text in literals(path) if HAN.search(text) or text == "："})


def outputs(table):
    """The texts that a decision table puts out, with `1` for what its expressions compute."""
    tree = etree.parse(JURISDICTIONS / "CN" / "decisions" / f"{table}.dmn")
    for entry in tree.iter("{*}outputEntry"):
        expression = DEFAULT.sub(r'"\1"', entry.findtext("{*}text") or "")
        parts = re.findall(r'"((?:[^"\\]|\\.)*)"|([^"]+)', expression)
        yield "".join(text or ("" if code.strip() in {"", "+"} else "1") for text, code in parts)


def named(sets, *names):
    """What is called a name or has a text in nested parameters."""
    if isinstance(sets, dict):
        for key, value in sets.items():
            if key in names and isinstance(value, str):
                yield value
            yield from named(value, *names)
    elif isinstance(sets, list):
        for each in sets:
            yield from named(each, *names)


def untranslated(texts):
    return [text for text in texts if HAN.search(Language("en").composed(text))]


def test_messages_of_the_papers_have_english():
    assert [text for text in written(WRITING) if not ENGLISH.get(("", text))] == []


def test_texts_with_figures_can_be_said_in_english():
    assert untranslated(written(COMPOSED)) == []


@pytest.mark.parametrize("table", TABLES)
def test_what_decision_tables_say_on_papers_can_be_said_in_english(table):
    assert untranslated(outputs(table)) == []


def test_names_of_discounts_riders_taxes_questions_and_tasks_can_be_said_in_english():
    of_papers = {name: PARAMETERS[name] for name in ("pricing", "risk_questionnaire", "followup")}
    assert untranslated(named(of_papers, *NAMES)) == []


def test_labels_have_english():
    labels = {(enumeration, label) for enumeration, codes in CODES.items() for label in codes.values()}
    assert labels - {key for key, english in ENGLISH.items() if english} == set()


def test_no_english_is_left_without_its_message():
    labels = {(enumeration, label) for enumeration, codes in CODES.items() for label in codes.values()}
    messages = {("", text) for text in written(WRITING)}
    composed = {key for key in ENGLISH if not key[0] and made_elsewhere(key[1])}
    assert set(ENGLISH) - labels - messages - composed == set()


def made_elsewhere(message):
    """Whether code, a table or a parameter makes this text, or it is a part of one that does."""
    pattern = re.compile(".*".join(map(re.escape, PLACE.split(message)[::2])))
    return any(pattern.search(text) for text in EVERY_TEXT)


EVERY_TEXT = [
    *written(COMPOSED),
    *(text for table in [*TABLES, "risk_tolerance"] for text in outputs(table)),
    *named(PARAMETERS, *NAMES),
]


def test_english_keeps_the_places_of_its_message():
    assert [key for key, english in ENGLISH.items() if set(PLACE.findall(key[1])) != set(PLACE.findall(english))] == []


def paths(texts, *above):
    for name, value in texts.items():
        if isinstance(value, dict):
            yield from paths(value, *above, name)
        else:
            yield (*above, name), value


def test_the_texts_of_the_jurisdiction_are_all_there_in_english():
    for dated in TEXTS:
        chinese = {path: value for path, value in paths(dated) if path[0] not in {"en", "effective_from", "version"}}
        english = dict(paths(dated["en"]))
        assert set(english) == set(chinese)
        for path, value in chinese.items():
            assert isinstance(english[path], str) or len(english[path]) == len(value)
            assert sorted(PLACE.findall(str(value))) == sorted(PLACE.findall(str(english[path])))
