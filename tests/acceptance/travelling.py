"""Travel in time through the front door: the clock is pinned, and whatever is due then is done."""

from datetime import datetime
from zoneinfo import ZoneInfo

from service.worker.sweep import sweep_stage_limits

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Traveller:
    """Goes where it is told. No worker is running: what one would tell people is told when the traveller arrives."""

    def __init__(self, server, http):
        self.service = server.service
        self.http = http

    def go(self, local):
        """Go to a time in Shanghai, and tell people what is due then; answer how many notices that made."""
        at = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)
        answer = self.http.put("/v2/clock", json={"timestamp": int(at.timestamp() * 1000)})
        assert answer.status_code == 204, answer.text
        return self.tell()

    def tell(self):
        return sweep_stage_limits(self.service.database, self.service.runtime.keys)

    def notices(self, case_key):
        wanted = {"filter": {"caseKey": str(case_key)}, "sort": [{"field": "noticeKey", "order": "ASC"}]}
        return self.http.post("/presales/notices/search", json=wanted).json()["items"]


def local(text):
    """A time of the contract as it reads in Shanghai."""
    return datetime.fromisoformat(text).astimezone(SHANGHAI).isoformat(timespec="minutes")[:16]
