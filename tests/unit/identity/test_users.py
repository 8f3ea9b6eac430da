import base64
import os

import pytest

from service.errors import Forbidden, Unauthorized
from service.identity import roles
from service.identity.actor import Actor
from service.identity.authenticator import BasicAuthenticator, TrustingAuthenticator, authenticator
from service.identity.permissions import Permission, may, require
from service.identity.users import User, UsersFileInvalid, hash_password, read_users, verify_password, write_users


def basic(name, password):
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "users.json"
    write_users(
        path, {"mei": User("mei", ("account_manager",), hash_password("秘密"), "美", certificate_no="C-1", grade=2)}
    )
    return path


def test_users_are_read_as_they_were_written(file):
    assert read_users(file)["mei"].actor == Actor("mei", frozenset({"account_manager"}), "美", None, "C-1", 2)


def test_only_the_owner_can_read_the_file(file):
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"users": [{"name": "a", "grade": 5}]}', "<= 4"),
        ("nonsense", "malformed"),
        ('{"users": [{"name": "a", "colour": "red"}]}', "colour"),
        ('{"users": [{"name": "a", "roles": ["emperor"]}]}', "emperor"),
        ('{"users": [{"name": "a"}, {"name": "a"}]}', "twice"),
        ('{"users": [{"name": "a:b"}]}', "colon"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_why(tmp_path, content, said):
    path = tmp_path / "users.json"
    path.write_text(content)
    with pytest.raises(UsersFileInvalid, match=said):
        read_users(path)


def test_a_password_is_verified_and_nobody_s_never(file):
    user = read_users(file)["mei"]
    assert verify_password(user, "秘密")
    assert not verify_password(user, "secret")
    assert not verify_password(None, "秘密")
    assert not verify_password(User("lee"), "")


def test_an_accepted_password_is_known_until_the_file_says_another(file):
    who = BasicAuthenticator(file)
    assert who.known(basic("mei", "秘密")) is None
    assert who.identify(basic("mei", "秘密")).name == "mei"
    assert who.known(basic("mei", "秘密")).name == "mei"
    assert who.known(basic("mei", "other")) is None
    write_users(file, {"mei": User("mei", ("operator",), hash_password("neu"))})
    assert who.known(basic("mei", "秘密")) is None
    with pytest.raises(Unauthorized):
        who.identify(basic("mei", "秘密"))
    assert who.identify(basic("mei", "neu")).roles == {"operator"}


def test_roles_that_change_in_the_file_count_at_once(file):
    who = BasicAuthenticator(file)
    who.identify(basic("mei", "秘密"))
    user = read_users(file)["mei"]
    write_users(file, {"mei": User("mei", ("operator",), user.password)})
    assert who.known(basic("mei", "秘密")).roles == {"operator"}


def test_a_file_that_breaks_while_the_service_runs_leaves_those_known_before(file):
    who = BasicAuthenticator(file)
    who.identify(basic("mei", "秘密"))
    file.write_text("nonsense")
    os.utime(file, ns=(1, 1))
    assert who.known(basic("mei", "秘密")).name == "mei"


@pytest.mark.parametrize("header", ["", "Bearer x", "Basic !!!", "Basic bWVp", "Basic"])
def test_what_is_no_basic_credential_is_unauthorized(file, header):
    with pytest.raises(Unauthorized):
        BasicAuthenticator(file).known({"authorization": header})


def test_without_file_everybody_is_who_they_say_with_every_role():
    who = authenticator(None)
    assert isinstance(who, TrustingAuthenticator)
    actor = who.known({"x-actor": "mei"})
    assert actor.name == "mei"
    assert all(may(actor, permission) for permission in Permission)
    assert not actor.roles.isdisjoint({"a group that only a diagram knows"})
    assert actor.roles.isdisjoint(())
    assert who.known({}).name == "anonymous"


def test_a_refusal_names_the_roles_that_would_do():
    with pytest.raises(Forbidden, match=r"process_owner.*deploy.*mei"):
        require(Actor("mei", frozenset({"needs_analyst"})), Permission.DEPLOY)


def test_every_role_may_do_something_and_every_permission_is_somebody_s():
    for role in roles.ALL:
        assert any(may(Actor("x", frozenset({role})), permission) for permission in Permission)
    for permission in Permission:
        assert any(may(Actor("x", frozenset({role})), permission) for role in roles.ALL)
