import json
import stat

import pytest

from service.identity.users import read_users, verify_password


@pytest.fixture
def users(presales):
    def run(*arguments, password=None):
        return presales("users", *arguments, "--file", "users.json", PRESALES_PASSWORD=password)

    return run


def test_users_are_added_listed_and_changed(users, tmp_path):
    file = tmp_path / "users.json"
    assert users("add", "lin", "account_manager", "--display-name", "林小姐", password="first").returncode == 0
    assert users("add", "crm", "integrator", password="other").returncode == 0
    assert users("list").stdout == "lin\t林小姐\taccount_manager\ncrm\t\tintegrator\n"
    assert users("set-roles", "lin", "account_manager", "presales_lead").returncode == 0
    assert users("set-password", "lin", password="second").returncode == 0
    lin = read_users(file)["lin"]
    assert lin.roles == ("account_manager", "presales_lead")
    assert verify_password(lin, "second")
    assert not verify_password(lin, "first")


def test_the_file_holds_no_password_and_is_its_owners_alone(users, tmp_path):
    users("add", "lin", "account_manager", password="secret-word")
    file = tmp_path / "users.json"
    assert "secret-word" not in file.read_text()
    assert json.loads(file.read_text())["users"][0]["password"].startswith("$argon2id$")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "lin", "account_manager"], "has lin already"),
        (["add", "wang", "emperor"], "emperor"),
        (["set-roles", "nobody", "operator"], "there is none"),
        (["set-password", "nobody"], "there is none"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(users, arguments, said):
    users("add", "lin", "account_manager", password="first")
    done = users(*arguments, password="first")
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
