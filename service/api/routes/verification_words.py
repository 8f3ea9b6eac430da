"""What the verification page says, in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.presales.papers.paper_verification import Standing


@dataclass(frozen=True, slots=True)
class Words:
    """The page in one language."""

    language: str
    title: str
    standing: Mapping[Standing, str]
    advice: Mapping[Standing, str]
    facts: Mapping[str, str]


TRADITIONAL = Words(
    "zh-Hant",
    "文件驗證",
    {
        Standing.VALID: "有效",
        Standing.SUPERSEDED: "已被新版本取代",
        Standing.VOID: "已作廢",
        Standing.UNKNOWN: "查無此文件",
    },
    {
        Standing.VALID: "此編號與內容雜湊相符,且為現行版本。如需確認檔案,請比對其 SHA-256。",
        Standing.SUPERSEDED: "請勿依此文件辦理;請向您的客戶經理索取現行版本。",
        Standing.VOID: "請勿依此文件辦理;如有疑問,請聯絡本公司。",
        Standing.UNKNOWN: "請核對編號與紙本頁尾的內容雜湊;若無誤,請聯絡本公司。",
    },
    {
        "number": "編號",
        "title": "名稱",
        "issuedAt": "出具時間",
        "sha256": "檔案 SHA-256",
        "supersededBy": "取代者",
        "supersededAt": "失效時間",
    },
)
SIMPLIFIED = Words(
    "zh-Hans",
    "文件验证",
    {
        Standing.VALID: "有效",
        Standing.SUPERSEDED: "已被新版本取代",
        Standing.VOID: "已作废",
        Standing.UNKNOWN: "查无此文件",
    },
    {
        Standing.VALID: "此编号与内容哈希相符,且为现行版本。如需确认文件,请比对其 SHA-256。",
        Standing.SUPERSEDED: "请勿依此文件办理;请向您的客户经理索取现行版本。",
        Standing.VOID: "请勿依此文件办理;如有疑问,请联系本公司。",
        Standing.UNKNOWN: "请核对编号与纸本页脚的内容哈希;若无误,请联系本公司。",
    },
    {
        "number": "编号",
        "title": "名称",
        "issuedAt": "出具时间",
        "sha256": "文件 SHA-256",
        "supersededBy": "取代者",
        "supersededAt": "失效时间",
    },
)
ENGLISH = Words(
    "en",
    "Document verification",
    {
        Standing.VALID: "Valid",
        Standing.SUPERSEDED: "Superseded by a newer version",
        Standing.VOID: "Void",
        Standing.UNKNOWN: "Not known",
    },
    {
        Standing.VALID: "Number and content hash match, and this is the current version. "
        "To check a file, compare its SHA-256.",
        Standing.SUPERSEDED: "Do not rely on this document; ask your account manager for the current version.",
        Standing.VOID: "Do not rely on this document; if in doubt, contact the company.",
        Standing.UNKNOWN: "Check number and content hash (in the footer); if both are right, contact the company.",
    },
    {
        "number": "Number",
        "title": "Title",
        "issuedAt": "Issued",
        "sha256": "SHA-256 of the file",
        "supersededBy": "Ended by",
        "supersededAt": "Since",
    },
)
_SIMPLIFIED_REGIONS = ("zh-cn", "zh-sg", "zh-hans")


def words_for(accept_language: str, fallback: str | None) -> Words:
    """The first language of ours that the reader takes, in the reader's order; else that of the paper."""
    wanted = [part.partition(";")[0].strip().lower() for part in accept_language.split(",")]
    for language in [*wanted, (fallback or "").lower()]:
        if language.startswith("en"):
            return ENGLISH
        if language.startswith(_SIMPLIFIED_REGIONS):
            return SIMPLIFIED
        if language.startswith("zh"):
            return TRADITIONAL
    return TRADITIONAL
