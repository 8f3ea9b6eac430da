"""What a search request says, as SQL or as a refusal."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.dialects import postgresql

from service.errors import InvalidArgument
from service.queries import jobs, process_instances, user_tasks
from service.queries.search.filters import conditions
from service.queries.search.page import DEFAULT_LIMIT, order, page

NOUN = process_instances.NOUN


def sql(condition):
    compiled = condition.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    return " ".join(str(compiled).split())


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"businessId": "a"}, "process_instance.business_id = 'a'"),
        ({"businessId": {"$neq": "a"}}, "process_instance.business_id IS DISTINCT FROM 'a'"),
        ({"businessId": {"$exists": True}}, "process_instance.business_id IS NOT NULL"),
        ({"businessId": {"$exists": False}}, "process_instance.business_id IS NULL"),
        ({"businessId": {"$in": ["a", "b"]}}, "process_instance.business_id IN ('a', 'b')"),
        ({"processInstanceKey": "5"}, "process_instance.key = 5"),
        ({"processDefinitionVersion": {"$gte": 2}}, "process_definition.version >= 2"),
    ],
)
def test_operators_become_comparisons(wanted, expected):
    [condition] = conditions(NOUN, wanted)
    assert sql(condition) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a*", "a%"),
        ("a?c", "a_c"),
        (r"a\*b", "a*b"),
        (r"a\?b", "a?b"),
        ("50%_", r"50\%\_"),
        (r"a\\b", r"a\\b"),
        (r"a\b", "ab"),
    ],
)
def test_wildcards_become_those_of_sql(pattern, expected):
    [condition] = conditions(NOUN, {"businessId": {"$like": pattern}})
    assert condition.right.value == expected


def test_several_fields_and_operators_must_all_hold_and_null_is_as_good_as_absent():
    assert len(conditions(NOUN, {"state": None, "processDefinitionVersion": {"$gt": 1, "$lt": 5}})) == 2
    assert conditions(NOUN, None) == []
    assert conditions(NOUN, {"$or": [{}]}) == []


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        {"tags": "a"},
        {"tags": [1]},
        {"businessId": 5},
        {"businessId": "a\x00"},
        {"businessId": {"$in": "a"}},
        {"businessId": {"$exists": "yes"}},
        {"hasIncident": "yes"},
        {"processDefinitionVersion": True},
        {"processDefinitionVersion": 1.5},
        {"startDate": "2026-01-01T00:00:00"},
        {"variables": {"name": "a"}},
        {"variables": [{"name": "a"}]},
        {"variables": [{"name": "a", "value": "1", "scope": "x"}]},
        {"$or": {}},
    ],
)
def test_what_does_not_fit_is_refused(wanted):
    with pytest.raises(InvalidArgument):
        conditions(NOUN, wanted)


def test_alternatives_are_refused_where_the_contract_has_none():
    with pytest.raises(InvalidArgument, match=r"\$or"):
        conditions(jobs.NOUN, {"$or": [{}]})


def test_a_cursor_says_its_place_again_and_only_to_its_own_search():
    asked = order(user_tasks.NOUN, [{"field": "dueDate"}, {"field": "priority", "order": "desc"}])
    at = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
    cursor = asked.cursor([at, 50, 7])
    assert asked.position(cursor, "page.after") == [at, 50, 7]
    assert asked.position(asked.cursor([None, 50, 7]), "page.after") == [None, 50, 7]
    other = order(user_tasks.NOUN, [{"field": "priority"}])
    with pytest.raises(InvalidArgument, match="another search"):
        other.position(cursor, "page.after")
    with pytest.raises(InvalidArgument, match="cursor"):
        asked.position(asked.cursor(["soon", "x", "y"]), "page.after")
    with pytest.raises(InvalidArgument, match="cursor"):
        asked.position("§", "page.after")


def test_a_page_is_what_was_asked_for_within_bounds():
    assert page(None).limit == DEFAULT_LIMIT
    assert (page({"limit": 0}).limit, page({"from": 3}).offset) == (0, 3)
    for wrong in ({"limit": -1}, {"limit": "5"}, {"limit": True}, {"from": -1}, {"colour": 1}, []):
        with pytest.raises(InvalidArgument):
            page(wrong)
