"""`lixiang verify-archive`: recomputes every hash of an archive and names what is broken, missing or added."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from lixiang.files.packages import Hostile, opened
from lixiang.files.sums import Fault, faults, sha256_of

HELP = "核验归档包：逐个文件重算校验值，指出改动、缺失和多出的文件"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="FILE_OR_FOLDER", help="归档包（ZIP），或者解开后的文件夹")
    parser.add_argument("--json", action="store_true", help="以JSON输出")


def run(arguments: argparse.Namespace) -> int:
    """0 good, 1 broken or refused, 2 when there is no such file."""
    path: Path = arguments.path
    try:
        found = _checked(path)
    except Hostile as refused:
        found = {"good": False, "refused": str(refused), "files": 0, "bytes": 0, "faults": []}
    except OSError as error:
        print(f"打不开 {path}：{error.strerror}。", file=sys.stderr)
        return 2
    print(json.dumps(found, ensure_ascii=False, indent=2) if arguments.json else _in_words(found))
    return 0 if found["good"] else 1


def _checked(path: Path) -> dict[str, Any]:
    with opened(path) as package:
        names = list(package.names())
        wrong = [_as_row(fault) for fault in faults(package)]
        size = sum(package.size_of(name) for name in names)
    found = {"good": not wrong, "refused": "", "files": len(names), "bytes": size, "faults": wrong}
    if path.is_file():
        with path.open("rb") as stream:
            found["sha256"] = sha256_of(stream)
    return found


def _as_row(fault: Fault) -> dict[str, str]:
    return {"kind": fault.kind, "name": fault.name, "sentence": fault.sentence}


def _in_words(found: dict[str, Any]) -> str:
    if found["refused"]:
        return found["refused"]
    whole = f"压缩包的校验值：{found['sha256']}" if "sha256" in found else ""
    if found["good"]:
        lines = [f"归档包完整：{found['files']}个文件，全部与校验清单一致。", whole]
    else:
        wrong = [each["sentence"] for each in found["faults"]]
        lines = [f"归档包有{len(wrong)}处不符，首处：{wrong[0]}", *wrong, whole]
    return "\n".join(line for line in lines if line)
