"""The history of a case on paper: what the service read for the process file, section by section."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from handlers.documents.content import Section
from handlers.documents.writing import NOTHING, Writer
from handlers.ports import HandlerContext
from handlers.topics import Case, local

#: digits of a hash on paper; the JSON has all of them, and numbers with that of the case
_DIGITS = 16


class History:
    """Writes the parts of `records["case_history"]`, with moments in the jurisdiction's time zone."""

    def __init__(self, page: Writer, case: Case, context: HandlerContext) -> None:
        self._page, self._case, self._context = page, case, context
        self._told: Mapping[str, Any] = context.records["case_history"]
        self._english: Mapping[str, str] = context.records.get("drawn_names") or {}

    def sections(self) -> Iterable[Section]:
        """Versions of papers, signatures, reviews, decisions, stages, notices, versions of diagrams, timeline."""
        yield self._papers()
        yield self._signatures()
        yield self._reviews()
        yield self._decisions()
        yield self._stages()
        yield self._notices()
        yield self._messages()
        yield self._processes()
        yield self._timeline()

    def _at(self, moment: str | None) -> str:
        if moment is None:
            return NOTHING
        return f"{local(datetime.fromisoformat(moment), self._context, self._case):%Y-%m-%d %H:%M:%S}"

    def _papers(self) -> Section:
        rows = [
            (
                self._short(each["number"]),
                each["title"],
                self._page.label("document_state", each["state"]),
                self._short(each["supersededBy"]),
                self._at(each["createdAt"]),
                each["sha256"][:_DIGITS],
            )
            for each in self._told["documents"]
            if each["number"] is not None
        ]
        columns = ("編號", "名稱", "狀態", "取代者", "出具時間", "SHA-256")
        return self._page.table("文件版本", columns, rows)

    def _drawn(self, name: str | None) -> str | None:
        """A name as it is drawn in a diagram or table, in the language of the paper."""
        return name and self._page.say.own({"zh-Hant": name, "en": self._english.get(name, name)})

    def _short(self, number: str | None) -> str:
        """A paper's number without that of the case."""
        return NOTHING if number is None else number.replace(f"-{self._case.case_no}", "")

    def _signatures(self) -> Section:
        rows = [
            (
                self._short(each["number"]),
                each["signer"],
                self._page.label("capacity", each["capacity"]),
                self._page.label("signing_method", each["method"]),
                self._at(each["signedAt"]),
                self._page.label("signature_state", each["state"]),
                each["sha256"][:_DIGITS],
            )
            for each in self._told["signatures"]
        ]
        columns = ("文件", "簽署人", "身分", "方式", "時間", "狀態", "文件 SHA-256")
        return self._page.table("簽署記錄（D21）", columns, rows)

    def _reviews(self) -> Section:
        """Every round of them: what a later one replaced is told as well."""
        rows = [
            (self._at(each["at"]), self._drawn(each["name"]), each["actor"], self._concluded(said), said.get("comment"))
            for each in self._told["timeline"]
            if (said := each["details"].get("concluded"))
        ]
        return self._page.table("歷次審核與審批", ("時間", "步驟", "執行者", "結論", "意見"), rows)

    def _concluded(self, said: Mapping[str, str]) -> str:
        decision = self._page.label("decision", said.get("decision"))
        return f"{decision} {said['return_to']}" if "return_to" in said else decision

    def _decisions(self) -> Section:
        """One row for each evaluation: what was asked for, and the rules that matched on the way to it."""
        evaluations: dict[str, list[Mapping[str, Any]]] = {}
        for each in self._told["decisions"]:
            evaluations.setdefault(each["decisionEvaluationKey"], []).append(each)
        rows = [
            (
                self._at(asked["at"]),
                f"{self._drawn(asked['name'])} v{asked['version']}",
                "; ".join(self._matched(each) for each in made if each["matchedRules"]) or NOTHING,
                _brief(asked["result"]) if asked["failure"] is None else asked["failure"],
            )
            for made in evaluations.values()
            for asked in made[-1:]
        ]
        return self._page.table("決策與命中規則", ("時間", "決策", "規則", "結果"), rows)

    def _matched(self, decision: Mapping[str, Any]) -> str:
        """The rules of a table that matched, by their place in it."""
        rules = ", ".join(str(rule["ruleIndex"]) for rule in decision["matchedRules"])
        return f"{self._drawn(decision['name'])} {rules}"

    def _stages(self) -> Section:
        rows = [
            (
                each["stage"],
                self._page.label("sla", each["sla"]),
                _hours(each["workedSeconds"]),
                _hours(each["waitedSeconds"]),
                self._at(each["startedAt"]),
                self._at(each["endedAt"]),
            )
            for each in self._told["stages"]
        ]
        columns = ("階段", "時限", "工作時數", "等候時數", "開始", "結束")
        return self._page.table("階段時限", columns, rows, numeric=(2, 3))

    def _notices(self) -> Section:
        rows = [
            (
                self._at(each["createdAt"]),
                self._page.label("notice", each["kind"]),
                each["stage"],
                self._page.labels("role", each["roles"]) if each["roles"] else self._page.shown(each["users"]),
                self._at(each["acknowledgedAt"]),
            )
            for each in self._told["notices"]
        ]
        return self._page.table("時限通知與升級", ("時間", "通知", "階段", "通知對象", "確認時間"), rows)

    def _messages(self) -> Section:
        messages = self._told["messages"]
        said = [
            (each.get("on"), self._page.label("method", each.get("method")), each.get("topic"))
            for each in (messages.get("communication") or {}).get("entries") or []
        ]
        sent = [
            (self._at(each.get("sent_at")), each.get("channel"), f"{each.get('wait')} #{each.get('nth')}")
            for each in messages.get("reminders") or []
        ]
        return self._page.table("溝通與提醒", ("時間", "方式", "主題"), [*said, *sent])

    def _processes(self) -> Section:
        rows = [
            (each["processDefinitionId"], self._drawn(each["name"]), f"v{each['version']}", each["versionTag"])
            for each in self._told["processes"]
        ]
        return self._page.table("流程圖版本", ("流程", "名稱", "版本", "標籤"), rows)

    def _timeline(self) -> Section:
        rows = [
            (
                self._at(each["at"]),
                self._page.label("event", each["type"]),
                self._drawn(each["name"]) or self._short(each["details"].get("number") or each["elementId"]),
                each["actor"],
            )
            for each in self._told["timeline"]
            if each["type"] != "decision_evaluated"  # told above
        ]
        return self._page.table("時間軸", ("時間", "事件", "步驟", "執行者"), rows)


def _hours(seconds: int) -> str:
    return f"{seconds / 3600:.1f}"


def _brief(value: Any, limit: int = 120) -> str:
    """A result in one line, as FEEL writes it; the JSON has all of it."""
    if isinstance(value, Mapping):
        text = ", ".join(f"{name}={_brief(each, 40)}" for name, each in value.items())
    elif isinstance(value, list):
        text = ", ".join(_brief(each, 40) for each in value)
    else:
        text = NOTHING if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= limit else f"{text[:limit]}…"
