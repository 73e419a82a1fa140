"""A wrong setting stops every command at once with a sentence and exit code 1, and no traceback."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIXIANG_TASKS", "nonsense"),
        ("LIXIANG_TASKS", "lixiang.nothing.Backend"),
        ("LIXIANG_TASKS", "json.JSONDecoder"),
        ("LIXIANG_TASKS", "builtins.dict"),
        ("LIXIANG_TASKS_OPTIONS", "{bad"),
        ("LIXIANG_TASKS_OPTIONS", "[1]"),
        ("LIXIANG_SMTP_PORT", "smtp"),
        ("LIXIANG_SMTP_SECURITY", "tls"),
        ("LIXIANG_MODE", "prod"),
    ],
)
def test_a_wrong_value_is_named_before_anything_runs(tmp_path, name, value):
    environment = os.environ | {"LIXIANG_DATA": str(tmp_path), name: value}
    command = [sys.executable, "-m", "lixiang.command.main", "worker", "--once"]

    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    assert ran.stderr.startswith(name) and f"“{value}”" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
