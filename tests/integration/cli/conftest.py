import os
import sys
from dataclasses import dataclass

import pytest

from service.__main__ import main
from service.settings import get_settings


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def presales(tmp_path, database_url, monkeypatch, capsys):
    """Runs a command as the shell would, but in this process; environment variables are given by name."""
    monkeypatch.chdir(tmp_path)
    environment = dict(os.environ)

    def run(*arguments, **variables):
        given = {"DATABASE_URL": database_url, "COLUMNS": "200", **variables}
        os.environ.update({name: value for name, value in given.items() if value is not None})
        for name in (name for name, value in given.items() if value is None):
            os.environ.pop(name, None)
        monkeypatch.setattr(sys, "argv", ["presales", *arguments])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    yield run
    os.environ.clear()
    os.environ.update(environment)
    get_settings.cache_clear()
