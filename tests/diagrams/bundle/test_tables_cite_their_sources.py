"""A rule of a table says which rule of the procedure it is and where that comes from: an article, or a default."""

import re

from lxml import etree

RULE = re.compile(r"^(D\d\d|\d)")
SOURCE = re.compile(r"法|規範|規定|指引|通知|依售前流程|對照|預設值，由公司設定")


def test_every_rule_of_a_table_says_what_it_is_and_where_it_comes_from(files):
    unsourced = []
    for name, data in files.items():
        if not name.endswith(".dmn"):
            continue
        for rule in etree.fromstring(data).iter("{*}rule"):
            said = rule.findtext("{*}description") or ""
            if not (RULE.search(said) and SOURCE.search(said)):
                unsourced.append((name, rule.get("id"), said))
    assert unsourced == []


def test_every_decision_is_described(files):
    tables = [etree.fromstring(data) for name, data in files.items() if name.endswith(".dmn")]
    silent = [
        each.get("id") for table in tables for each in table.iter("{*}decision") if not each.findtext("{*}description")
    ]
    assert silent == []
