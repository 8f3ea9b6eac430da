"""`presales catalogue load`: what it says and does, also when a file is wrong."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from service import clock
from service.commands.context import CommandContext
from service.commands.runtime import Runtime
from service.composition import handlers
from service.identity.actor import Actor
from service.persistence.tables.product_version import product_version
from service.presales.catalogue.files import read_catalogues
from service.presales.catalogue.load import Change, load_catalogues
from service.settings import Settings

CATALOGUE = Path(__file__).parents[3] / "bpmn" / "jurisdictions" / "CN" / "catalogue.toml"
TEXT = CATALOGUE.read_text("utf-8")


def ok(done):
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()


def test_what_is_new_and_then_unchanged_is_told(presales):
    first = ok(presales("catalogue", "load", str(CATALOGUE)))
    assert len(first) == 6
    assert first[0] == "product DEMO-TERM version 1 (new), from 2025-09-01"
    again = ok(presales("catalogue", "load", str(CATALOGUE)))
    assert again[0] == "product DEMO-TERM version 1 (unchanged), from 2025-09-01"
    assert all("(unchanged)" in line for line in again)


def test_a_change_holds_from_today_at_the_earliest(presales, tmp_path):
    ok(presales("catalogue", "load", str(CATALOGUE)))
    (tmp_path / "cn.toml").write_text(TEXT.replace("cooling_off_days = 15", "cooling_off_days = 20", 1), "utf-8")
    changed = ok(presales("catalogue", "load", "cn.toml"))
    assert changed[0] == f"product DEMO-TERM version 2 (changed), from {clock.now():%Y-%m-%d}"
    assert all("(unchanged)" in line for line in changed[1:])


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("risk_level = 2", "risk_level = 6", "DEMO-TERM: risk_level", "at most 5"),
        ("cooling_off_days = 15\n", "", "DEMO-TERM: cooling_off_days", "Add it"),
        ("ordinary = true", "ordinary = true\ncolour = 1", "DEMO-TERM: colour", "spelling"),
        ('channels = ["AGENT", ', 'channels = ["FAX", ', "DEMO-TERM: channels.0", "'AGENT'"),
        ('"DEATH_IN_TERM"', '"DEATH_IN_TREM"', "DEMO-TERM: clauses.0", "[clause.DEATH_IN_TREM]"),
        ('code = "DEMO-WHOLE"', 'code = "DEMO-TERM"', "DEMO-TERM: code", "each product once"),
        ("max_age_at_end = 80\n", "", "DEMO-TERM", "max_age_at_end"),
        ("min_age = 18", "min_age = 70", "DEMO-TERM", "min_age"),
        ("meaning = {", "sense = {", "DEMO-TERM: clauses.3.sense", "spelling"),
        ('jurisdiction = "CN"', 'jurisdiction = "cn"', "cn.toml: jurisdiction", "text like"),
        ("[[product]]", "[[product]", "cn.toml", "Expected TOML"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_loaded(presales, tmp_path, database, old, new, place, says):
    assert old in TEXT
    (tmp_path / "cn.toml").write_text(TEXT.replace(old, new, 1), "utf-8")
    done = presales("catalogue", "load", "cn.toml")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert any(place in line and says in line for line in done.stderr.splitlines()), done.stderr
    with database.begin() as connection:
        assert connection.execute(select(func.count()).select_from(product_version)).scalar_one() == 0


def test_a_code_belongs_to_one_catalogue(presales, tmp_path):
    ok(presales("catalogue", "load", str(CATALOGUE)))
    (tmp_path / "other.toml").write_text(TEXT.replace('"CN-demonstration"', '"CN-other"'), "utf-8")
    done = presales("catalogue", "load", "other.toml")
    assert done.returncode == 1
    assert "CN-demonstration" in done.stderr


def test_what_is_bundled_leaves_an_owners_product_alone(presales, tmp_path, database):
    context = CommandContext(Runtime(handlers(Settings(database_url="-"))), Actor("presales", frozenset()), clock.now())

    def load(text):
        with database.begin() as connection:
            done = load_catalogues(connection, read_catalogues({"cn.toml": text.encode()}), context, bundled=True)
        return [each.change for each in done]

    assert load(TEXT) == [Change.NEW] * 6
    assert load(TEXT) == [Change.UNCHANGED] * 6
    (tmp_path / "cn.toml").write_text(TEXT.replace("max_age = 65", "max_age = 64", 1), "utf-8")
    assert "DEMO-WHOLE version 2 (changed)" in "".join(ok(presales("catalogue", "load", "cn.toml")))
    newer = TEXT.replace("cooling_off_days = 15", "cooling_off_days = 20", 2)
    assert load(newer) == [Change.CHANGED, Change.LEFT, *[Change.UNCHANGED] * 4]
