"""The roles: of the procedure, and of those who run and connect the service.

A role's code is also the candidate group of the user tasks in its lane."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Self

#: roles of the presales procedure: code and name as the procedure calls it
PROCEDURE: Mapping[str, str] = MappingProxyType(
    {
        "account_manager": "客戶經理",
        "presales_specialist": "售前專員",
        "needs_analyst": "客戶需求分析專員",
        "presales_consultant": "售前顧問",
        "plan_designer": "方案設計師",
        "senior_presales_lead": "資深售前主管",
        "product_expert": "產品專家",
        "finance_support": "財務支持人員",
        "compliance_officer": "法律合規人員",
        "presales_assistant": "售前助理",
        "presales_lead": "售前主管",
        "process_manager": "流程管理崗",
        "improvement_team": "流程優化小組",
        "underwriter": "核保人",
        "reinsurance_desk": "再保",
        "branch_manager": "分公司總經理",
        "hq_committee": "總公司評審委員會",
        "recording_inspector": "雙錄質檢",
    }
)

OPERATOR = "operator"
PROCESS_OWNER = "process_owner"
INTEGRATOR = "integrator"
WORKER = "worker"

#: roles of those who run the service, own its diagrams, or connect other systems to it
TECHNICAL: Mapping[str, str] = MappingProxyType(
    {
        OPERATOR: "watches and repairs instances",
        PROCESS_OWNER: "deploys diagrams, decisions and forms",
        INTEGRATOR: "another system that starts and inspects cases",
        WORKER: "another system that works on jobs",
    }
)

#: every role, in the order in which tables list them
ALL: tuple[str, ...] = (*PROCEDURE, *TECHNICAL)


class EveryRole(frozenset[str]):
    """Every role: those listed here, and whatever groups a diagram names."""

    def __new__(cls) -> Self:
        """The roles listed here are what it iterates over."""
        return super().__new__(cls, ALL)

    def isdisjoint(self, other: Iterable[object], /) -> bool:
        """Whether nothing at all is wanted."""
        return not any(True for _ in other)
