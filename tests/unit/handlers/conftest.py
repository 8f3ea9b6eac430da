from datetime import UTC, datetime
from pathlib import Path

import pytest

from handlers.ports import HandlerContext
from service.presales.parameters import ParameterFiles

BUNDLE = Path(__file__).parents[3] / "bpmn"


@pytest.fixture
def case():
    return {
        "case_no": "PS-20261123-000001",
        "product_line": "LIFE",
        "client_type": "INDIVIDUAL",
        "channel": "AGENT",
        "jurisdiction": "CN",
        "currency": "CNY",
        "language": "zh-Hant",
        "owner": {"user": "amy", "name": "陳小美", "certificate_no": "00001234"},
        "company": {"name": "示範人壽保險股份有限公司"},
    }


@pytest.fixture
def context():
    return HandlerContext(
        job_key=4711,
        process_instance_key=1,
        element_id="element",
        headers={},
        now=datetime(2026, 11, 22, 20, 0, tzinfo=UTC),  # 23 November in Shanghai
        parameters=ParameterFiles(BUNDLE / "jurisdictions"),
    )
