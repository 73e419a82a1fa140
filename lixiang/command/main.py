"""Finds the commands beside it, reads the command line, and turns a refusal into exit code 1 and wrong usage into 2."""

import argparse
import os
import sys
from importlib import import_module
from pkgutil import iter_modules

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError, ProgrammingError

import lixiang.command
from lixiang.command.serve import is_prepared

# What argparse says of itself; its only way to another language is its own name for gettext.
IN_CHINESE = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明",
    "%(prog)s: error: %(message)s\n": "%(prog)s：用法不对，%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少%s",
    "unrecognized arguments: %s": "没有这个参数：%s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有%(value)r，可选%(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r不合要求",
    "expected one argument": "后面应写一个值",
}
NO_DATABASE = "数据目录中还没有数据库：请先运行 lixiang serve，或者用 LIXIANG_DATA 指明已有的数据目录。"


def commands() -> dict[str, str]:
    """Name on the command line -> module; a trailing underscore only keeps a module from being a keyword."""
    names = (module.name for module in iter_modules(lixiang.command.__path__) if module.name != "main")
    return {name.rstrip("_").replace("_", "-"): f"lixiang.command.{name}" for name in sorted(names)}


def parser() -> argparse.ArgumentParser:
    vars(argparse)["_"] = lambda text: IN_CHINESE.get(text, text)
    root = argparse.ArgumentParser(prog="lixiang", description="立项：项目化管理平台")
    choices = root.add_subparsers(dest="command", metavar="命令", required=True)
    for name, path in commands().items():
        module = import_module(path)
        module.add_arguments(choices.add_parser(name, help=module.HELP, description=module.HELP))
    return root


def main(words: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 good, 1 refused or broken, 2 usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lixiang.config.settings")
    arguments = parser().parse_args(words)
    try:
        return import_module(commands()[arguments.command]).run(arguments)
    except ImproperlyConfigured as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError):
        if is_prepared():
            raise
        print(NO_DATABASE, file=sys.stderr)
        return 1


def script() -> None:
    sys.exit(main())


if __name__ == "__main__":
    script()
