"""The papers of the procedure: what each is called, and on which others it rests.

A paper rests on what it states or confirms: once one of those has a newer version, it is no longer good."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of document: its variable name, the code that its number begins with, its title (zh-Hant), its basis.

    `voids_signed`: it closes the case, and with it what was signed there."""

    type: str
    code: str
    title: str
    basis: tuple[str, ...] = ()
    #: not for the client
    internal: bool = False
    voids_signed: bool = False


#: by type; as the table "Document jobs" of bpmn/CONTRACT.md has them
PAPERS: Mapping[str, Paper] = {
    paper.type: paper
    for paper in (
        Paper("client_profile", "F01", "客戶初步資料檔案"),
        Paper("potential_report", "F02", "潛力評估報告", ("client_profile",), internal=True),
        Paper("needs_report", "F03", "需求分析報告", ("client_profile",)),
        Paper("prelim_plan", "F04", "初步方案建議", ("needs_report",)),
        Paper("plan_list", "F05", "保險方案清單", ("needs_report",)),
        Paper("plan_book", "F06", "方案說明書", ("needs_report",)),
        Paper("plan_confirm", "F07", "客戶確認書", ("plan_book",)),
        Paper("quote", "F08", "報價單", ("plan_book",)),
        Paper("quote_confirm", "F09", "報價確認書", ("quote",)),
        Paper("risk_notice", "F10", "風險提示通知", ("plan_book",)),
        Paper("risk_ack", "F11", "風險提示確認書", ("risk_notice",)),
        Paper("purchase_notice", "F12", "投保提示書", ("plan_book",)),
        Paper("exclusion_ack", "F13", "免除責任條款說明書", ("plan_book",)),
        Paper("application", "F14", "投保單", ("plan_confirm", "quote_confirm")),
        Paper("payment_authorisation", "F14A", "繳費授權書", ("quote_confirm",)),
        Paper("agent_report", "F15", "業務員報告書", ("application",), internal=True),
        Paper("comm_log", "F16", "溝通記錄", internal=True),
        Paper("followup_plan", "F17", "後續工作計劃", internal=True),
        Paper("approval_form", "F18", "審批單", ("application",), internal=True),
        Paper("confirm_letter", "F19", "確認函", ("approval_form",)),
        Paper("process_archive", "F20", "流程檔案", internal=True),
        Paper("suitability_report", "F21", "適當性評估結果", ("plan_book",)),
        Paper("stop_advice", "F22", "建議終止投保告知書"),
        Paper("client_file", "CF", "完整客戶資料檔案", internal=True),
        Paper("closing_letter", "CL", "結案通知函", voids_signed=True),
    )
}
