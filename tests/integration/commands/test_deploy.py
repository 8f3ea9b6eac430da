import hashlib
import json

import pytest

from service.commands.deploy import Deploy, deploy
from service.commands.deploy_bundled import DeployBundled, deploy_bundled
from service.errors import InvalidArgument
from tests.integration.drawn import END, START, process, sequence, user_task


def form(form_id, label="Name"):
    return json.dumps(
        {
            "id": form_id,
            "type": "default",
            "schemaVersion": 18,
            "executionPlatform": "Camunda Cloud",
            "executionPlatformVersion": "8.8.0",
            "components": [{"type": "textfield", "key": "name", "label": label, "id": "Field_name"}],
        }
    )


def with_form(process_id, form_id, binding="deployment", tag=""):
    task = (
        '<bpmn:userTask id="fill"><bpmn:extensionElements><zeebe:userTask />'
        f'<zeebe:formDefinition formId="{form_id}" bindingType="{binding}" /></bpmn:extensionElements></bpmn:userTask>'
    )
    return process(process_id, START + task + END, "start fill\nfill end", tag=tag)


def calling(process_id, called, binding="latest", tag=""):
    version = f' versionTag="{tag}"' if tag else ""
    call = (
        '<bpmn:callActivity id="call"><bpmn:extensionElements>'
        f'<zeebe:calledElement processId="{called}" bindingType="{binding}"{version} />'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )
    return process(process_id, START + call + END, "start call\ncall end")


def put(service, actor="owner", **files):
    return service.run(deploy, Deploy({name.replace("__", "."): text.encode() for name, text in files.items()}), actor)


def versions(deployment):
    return {each.id: (each.version, each.is_new) for each in deployment.definitions}


def test_the_file_is_kept_byte_for_byte(service):
    text = sequence("kept", user_task("task")) + "\n<!-- 繁體 -->\r\n"
    put(service, kept__bpmn=text)
    [row] = service.rows("SELECT content, sha256 FROM resource")
    assert bytes(row.content) == text.encode()
    assert bytes(row.sha256) == hashlib.sha256(text.encode()).digest()


def test_unchanged_content_keeps_its_version(service):
    first = put(service, one__bpmn=sequence("one", user_task("task")))
    again = put(service, one__bpmn=sequence("one", user_task("task")))
    changed = put(service, one__bpmn=sequence("one", user_task("other")))

    assert versions(first) == {"one": (1, True)}
    assert versions(again) == {"one": (1, False)}
    assert again.definitions[0].key == first.definitions[0].key
    assert versions(changed) == {"one": (2, True)}
    assert service.scalar("SELECT count(*) FROM resource") == 2


def test_a_changed_form_reaches_the_process_that_is_bound_to_the_deployment(service):
    put(service, a__bpmn=with_form("a", "f"), f__form=form("f"))
    caller = calling("b", "a", "deployment")
    put(service, a__bpmn=with_form("a", "f"), f__form=form("f"), b__bpmn=caller)

    changed = put(service, a__bpmn=with_form("a", "f"), f__form=form("f", "Given name"), b__bpmn=caller)

    assert versions(changed) == {"f": (2, True), "a": (2, True), "b": (2, True)}
    service.start("a")
    [task] = service.rows("SELECT form_key FROM user_task WHERE state = 'CREATED'")
    assert task.form_key == next(each.key for each in changed.definitions if each.id == "f")


def test_a_process_that_refers_to_the_latest_form_keeps_its_version(service):
    put(service, a__bpmn=with_form("a", "f", "latest"), f__form=form("f"))
    changed = put(service, a__bpmn=with_form("a", "f", "latest"), f__form=form("f", "Given name"))
    assert versions(changed) == {"f": (2, True), "a": (1, False)}


def test_all_or_nothing(service):
    with pytest.raises(InvalidArgument) as refused:
        put(service, good__bpmn=sequence("good", user_task("task")), bad__bpmn="<bpmn:definitions")
    assert {each["file"] for each in refused.value.errors} == {"bad.bpmn"}
    assert service.scalar("SELECT count(*) FROM process_definition") == 0


@pytest.mark.parametrize("binding", ["latest", "deployment"])
def test_a_reference_that_leads_nowhere_is_refused(service, binding):
    with pytest.raises(InvalidArgument) as refused:
        put(service, a__bpmn=calling("a", "missing", binding))
    [problem] = refused.value.errors
    assert (problem["file"], problem["elementId"], problem["rule"]) == ("a.bpmn", "call", "reference-exists")
    assert "'missing'" in problem["message"]


def test_a_reference_by_tag_needs_the_tag(service):
    stage = with_form("stage", "f", tag="1.0.0")
    put(service, stage__bpmn=stage, f__form=form("f"))
    put(service, a__bpmn=calling("a", "stage", "versionTag", "1.0.0"))
    with pytest.raises(InvalidArgument, match=r"version tag '2\.0\.0'"):
        put(service, b__bpmn=calling("b", "stage", "versionTag", "2.0.0"))


def test_two_files_with_one_process_id_are_refused(service):
    with pytest.raises(InvalidArgument) as refused:
        put(service, a__bpmn=sequence("same", user_task("t1")), b__bpmn=sequence("same", user_task("t2")))
    assert "same" in refused.value.errors[0]["message"]


class TestBundled:
    """The files that the service ships are deployed again only when they changed and no owner has a newer version."""

    @staticmethod
    def bundle(service, **files):
        return service.run(
            deploy_bundled, DeployBundled({name.replace("__", "."): text.encode() for name, text in files.items()})
        )

    def test_once(self, service):
        files = {"a__bpmn": with_form("a", "f"), "f__form": form("f")}
        assert self.bundle(service, **files).deployment is not None
        again = self.bundle(service, **files)
        assert (again.deployment, again.warnings) == (None, ())

    def test_a_changed_file_is_deployed_with_what_it_is_bound_to(self, service):
        self.bundle(service, a__bpmn=with_form("a", "f"), f__form=form("f"))
        changed = self.bundle(service, a__bpmn=with_form("a", "f", tag="2"), f__form=form("f"))
        assert versions(changed.deployment) == {"f": (1, False), "a": (2, True)}

    def test_an_owners_version_stays(self, service):
        self.bundle(service, a__bpmn=sequence("a", user_task("one")))
        put(service, a__bpmn=sequence("a", user_task("owners")))

        untouched = self.bundle(service, a__bpmn=sequence("a", user_task("one")))
        assert (untouched.deployment, untouched.warnings) == (None, ())

        changed = self.bundle(service, a__bpmn=sequence("a", user_task("two")))
        assert changed.deployment is None
        assert len(changed.warnings) == 1
        assert "a.bpmn has changed, but an owner has deployed a newer version" in changed.warnings[0]
