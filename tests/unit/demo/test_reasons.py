"""Why a decision fell as it did, in lines that people read."""

from service.demo.reasons import Reasons


def evaluated(result):
    return {
        "decisionDefinitionName": "D10 保額對需求的比率",
        "decisionDefinitionType": "LITERAL_EXPRESSION",
        "matchedRules": [],
        "result": result,
    }


def test_figures_are_told_as_far_as_anybody_reads_them():
    told = Reasons(fetch=str.encode)
    assert list(told.told(evaluated("0.2985074626865671641791044776119403"))) == ["◇ D10 保額對需求的比率 = 0.298507…"]
    assert list(told.told(evaluated("1400.00"))) == ["◇ D10 保額對需求的比率 = 1400.00"]
