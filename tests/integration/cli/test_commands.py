import json
import socket
from pathlib import Path

import pytest

BPMN = Path(__file__).parents[3] / "bpmn"


def ok(done):
    assert done.returncode == 0, done.stderr
    return done.stdout


def refusal(done):
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["serve"],
        ["work"],
        ["migrate"],
        ["deploy"],
        ["check"],
        ["demo"],
        ["users"],
        ["users", "add"],
        ["catalogue", "load"],
        ["guide"],
    ],
)
def test_every_command_explains_itself(presales, command):
    assert "Usage: presales" in ok(presales(*command, "--help"))


def test_check_accepts_the_bundled_process_as_a_whole(presales):
    assert ok(presales("check", str(BPMN), "--strict")) == ""


def test_check_says_what_is_wrong_where_and_what_to_do(presales, tmp_path):
    (tmp_path / "broken.bpmn").write_text("<definitions>\n  <process>\n</definitions>")
    done = presales("check", "broken.bpmn")
    assert done.returncode == 1
    assert done.stdout.startswith("broken.bpmn:3: error:")


def test_check_tells_programs_in_json(presales, tmp_path):
    (tmp_path / "broken.bpmn").write_text("<definitions>")
    done = presales("check", "broken.bpmn", "--json")
    assert done.returncode == 1
    [problem] = json.loads(done.stdout)
    assert {"file", "element_id", "line", "rule", "message", "remedy", "severity"} == set(problem)


def test_check_of_nothing_is_refused(presales, tmp_path):
    assert "found none" in refusal(presales("check", str(tmp_path)))


def test_deploy_takes_everything_and_leaves_unchanged_content_at_its_version(presales):
    assert "process presales version 1 (new)" in ok(presales("deploy", str(BPMN)))
    assert "process presales version 1 (unchanged)" in ok(presales("deploy", str(BPMN)))


def test_deploy_names_every_error_and_ends_with_one_line(presales, tmp_path):
    (tmp_path / "broken.bpmn").write_text("<definitions>")
    (tmp_path / "broken.form").write_text("{")
    said = presales("deploy", "broken.bpmn", "broken.form").stderr.splitlines()
    assert "broken.bpmn" in said[-1]
    assert any(line.startswith("broken.bpmn:1: error: ") for line in said)
    assert any(line.startswith("broken.form: error: ") for line in said)


def test_migrate_says_what_it_applied_and_then_that_there_is_nothing_to_do(presales, empty_database_url):
    assert "applied: " in ok(presales("migrate", DATABASE_URL=empty_database_url))
    assert ok(presales("migrate", DATABASE_URL=empty_database_url)) == "nothing to do\n"


def test_a_database_that_is_away_is_told_in_one_line(presales):
    away = "postgresql://nobody@127.0.0.1:1/none"
    assert "Expected the database to answer" in presales("migrate", DATABASE_URL=away).stderr.splitlines()[-1]


def test_without_a_database_url_an_embedded_database_must_be_wanted(presales):
    done = presales("migrate", DATABASE_URL=None, PRESALES_EMBEDDED="false")
    assert "pass --embedded" in done.stderr.splitlines()[-1]


def test_a_wrong_setting_names_its_variable(presales):
    assert "PRESALES_PORT" in refusal(presales("serve", PRESALES_PORT="70000"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104 - to see it refused
def test_others_on_the_network_are_not_let_in_without_signing_in(presales, host):
    assert "--allow-unauthenticated-network" in refusal(presales("serve", "--host", host))


def test_a_port_that_another_program_has_is_refused_before_anything_starts(presales):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"port {port} of 127.0.0.1" in refusal(presales("serve", "--port", port))


def test_a_demonstration_without_the_diagrams_is_refused(presales):
    assert "PRESALES_BPMN_DIR" in refusal(presales("demo"))


def test_a_users_file_that_is_not_there_is_refused_before_anything_starts(presales):
    assert "users.json" in presales("serve", "--users-file", "users.json").stderr.splitlines()[-1]
