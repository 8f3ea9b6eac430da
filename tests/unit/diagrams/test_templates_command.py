import json

from typer.testing import CliRunner

from handlers import REGISTRY
from service.cli.application import application


def test_templates_are_written_where_the_modeler_looks_for_them(tmp_path) -> None:
    result = CliRunner().invoke(application, ["templates", str(tmp_path)])

    assert result.exit_code == 0, result.output
    found = json.loads((tmp_path / ".camunda" / "element-templates" / "presales.json").read_text(encoding="utf-8"))
    assert {template["id"] for template in found} == {handler.job_type for handler in REGISTRY}
