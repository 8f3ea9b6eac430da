import pytest
from pydantic import ValidationError

from service.settings import Settings


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - to see that it is not loopback
        ("::", False),
        ("10.1.2.3", False),
        ("localhost.example.org", False),
    ],
)
def test_what_only_this_machine_can_reach(host, is_loopback):
    assert Settings(host=host).is_loopback is is_loopback


def test_they_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://example/presales")
    monkeypatch.setenv("PRESALES_THREADS", "3")
    settings = Settings()
    assert (settings.database_url, settings.threads) == ("postgresql://example/presales", 3)


def test_they_do_not_change():
    with pytest.raises(ValidationError):
        Settings().port = 1


@pytest.mark.parametrize("wrong", [{"port": -1}, {"workers": 0}, {"log_level": "LOUD"}, {"lock_timeout": 0}])
def test_senseless_values_are_refused(wrong):
    with pytest.raises(ValidationError):
        Settings(**wrong)
