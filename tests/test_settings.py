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
        ("LIXIANG_SMTP_PORT", "smtp"),
        ("LIXIANG_SMTP_SECURITY", "tls"),
        ("LIXIANG_MODE", "prod"),
    ],
)
def test_a_wrong_value_is_named_before_anything_runs(tmp_path, name, value):
    told = refused(tmp_path, name, value)

    assert told.startswith(name) and f"“{value}”" in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("value", ['{"url": "redis://:s3cret@queue"', '["s3cret"]'])
def test_options_of_a_queue_are_not_repeated_for_they_may_hold_its_password(tmp_path, value):
    told = refused(tmp_path, "LIXIANG_TASKS_OPTIONS", value)

    assert told.startswith("LIXIANG_TASKS_OPTIONS") and "s3cret" not in told
    assert len(told.splitlines()) == 1


def test_a_redis_queue_without_an_address_is_refused(tmp_path):
    told = refused(tmp_path, "LIXIANG_TASKS", "django_tasks_rq.RQBackend")

    assert told.startswith("LIXIANG_TASKS_OPTIONS 应给出队列服务器的地址") and len(told.splitlines()) == 1


def refused(folder, name: str, value: str) -> str:
    environment = os.environ | {"LIXIANG_DATA": str(folder), name: value}
    command = [sys.executable, "-m", "lixiang.command.main", "worker", "--once"]

    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert ran.returncode == 1
    return ran.stderr
