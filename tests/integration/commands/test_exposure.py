"""The guard against split cases finds a person's cases by index, however many others there were."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event

from service.presales import exposure
from service.presales.parameters import ParameterFiles

PARAMETERS = ParameterFiles(Path(__file__).parents[3] / "bpmn" / "jurisdictions")
NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
#: keys from 9000000000 on, far from what the service takes
_FILL = """
INSERT INTO case_exposure (key, person, life_sum_insured)
    SELECT 9000000000 + n, 'somebody-' || n, 1 FROM generate_series(1, 20000) AS n;
INSERT INTO presales_case
    SELECT 9000000000 + n, 'NO-' || n, 'LIFE', 'INDIVIDUAL', 'AGENT', 'CN', 'en', 'amy', now()
    FROM generate_series(1, 20000) AS n;
INSERT INTO process_instance
    (key, process_definition_key, process_definition_id, root_process_instance_key, state, started_at)
    SELECT 9000000000 + n, 1, 'presales', 9000000000 + n, 'ACTIVE', now() FROM generate_series(1, 20000) AS n;
UPDATE case_exposure SET person = '{person}' WHERE key IN (9000000007, 9000000008, 9000000009);
ANALYZE case_exposure;
ANALYZE presales_case;
ANALYZE process_instance;
"""


def person(number):
    return {"case": {"jurisdiction": "CN"}, "applicant": {"name": f"陳志明{number}", "birth_date": "1988-03-15"}}


def nodes(plan):
    yield plan
    for each in plan.get("Plans", ()):
        yield from nodes(each)


def test_the_lookup_reads_a_few_pages_of_a_long_history(database):
    me = person(1)
    own = exposure.row_of(me)
    asked = []
    with database.begin() as connection:
        connection.connection.execute(_FILL.format(person=own["person"]))
        event.listen(connection, "before_cursor_execute", lambda *each: asked.append((each[2], each[3])))
        found = exposure.find(connection, me, 9_000_000_009, PARAMETERS, NOW)
        [(statement, parameters)] = asked
        explained = connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters
        ).scalar()
        connection.rollback()
    assert [each["case_no"] for each in found["cases"]] == ["NO-7", "NO-8"]
    plan = explained[0]["Plan"]
    # nothing of the history is in element_instance here
    assert {each["Relation Name"] for each in nodes(plan) if each["Node Type"] == "Seq Scan"} <= {"element_instance"}
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 40


def test_whom_nothing_is_known_of_has_no_row():
    assert exposure.row_of({"case": {"jurisdiction": "CN"}, "applicant": {"name": "陳志明"}}) is None
    assert exposure.row_of({"applicant": "somebody", "plan": [1]}) is None


def test_a_jurisdiction_without_the_rule_says_so():
    assert exposure.find(None, {"case": {"jurisdiction": "XX"}}, None, PARAMETERS, NOW) is None


def test_names_and_numbers_are_not_kept():
    application = {"id_type": "CN_ID", "id_no": "310101198803150011"}
    row = exposure.row_of(person(1) | {"application": application, "plan": {"sum_insured": 700_000}})
    assert "陳志明" not in str(row)
    assert application["id_no"] not in str(row)
    assert (row["identity_type"], row["life_sum_insured"]) == ("CN_ID", 700_000)
