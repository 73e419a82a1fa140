"""`lixiang rehearse`: a whole cycle of a notice with invented organisations and a moved clock, in its own database."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

HELP = "用虚构组织和移动的时钟演练一个完整周期"
STAGES = (
    "publish",
    "application",
    "nomination",
    "review",
    "approval",
    "agreement",
    "delivery",
    "closing",
    "appraisal",
    "ranking",
    "outcomes",
    "assessment",
    "archive",
)  # the names of rehearsal/steps.py, which cannot be read before there are settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pack", required=True, help="随产品提供的方案包名称，或者方案包文件")
    parser.add_argument("--out", required=True, type=Path, help="结果写入的目录")
    parser.add_argument("--counties", type=_count, default=7, help="县（区）个数（默认 7）")
    parser.add_argument("--committees", type=_count, default=12, help="其他党（工）委个数（默认 12）")
    parser.add_argument("--seed", type=int, default=1, help="随机种子；同一种子结果相同")
    parser.add_argument("--until", choices=STAGES, default=STAGES[-1], help="演练到哪个阶段为止")
    parser.add_argument("--json", action="store_true", help="把 summary.json 的内容也输出到屏幕")


def _count(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 99:
        raise argparse.ArgumentTypeError("应为1至99之间的整数")
    return int(word)


def run(arguments: argparse.Namespace) -> int:
    """0 when the cycle ran and every invariant holds; 1 when one is broken, the pack is refused, or a rule of it
    lets through what it must stop; 2 when there is no such pack, or no folder can be made."""
    out = arguments.out.resolve()
    if (out / "data").exists():
        print(f"{out / 'data'} 已存在；请另选目录，或者先删除该目录。")
        return 1
    _own_place(out / "data")
    import django

    django.setup()
    from lixiang.command.pack import NotFound
    from lixiang.programmes.rules.pack import WrongPack
    from lixiang.rehearsal.cycle import NotRefusedError
    from lixiang.workflow.findings import Refused

    try:
        return _rehearse(arguments, out)
    except WrongPack as wrong:
        faults = [fault.as_row() for fault in wrong.faults]
        return _refuse(arguments, {"faults": faults}, "\n".join(map(str, wrong.faults)))
    except (NotRefusedError, Refused) as stopped:
        return _refuse(arguments, {"error": str(stopped)}, f"演练中断：{stopped}")
    except NotFound as missing:
        print(missing, file=sys.stderr)
        return 2


def _refuse(arguments: argparse.Namespace, values: dict[str, Any], text: str) -> int:
    print(json.dumps(values, ensure_ascii=False, indent=2) if arguments.json else text)
    return 1


def _rehearse(arguments: argparse.Namespace, out: Path) -> int:
    from lixiang.command.pack import NotFound
    from lixiang.rehearsal.run import rehearse

    pack = _the_pack(arguments.pack)
    try:
        (out / "data").mkdir(parents=True)
    except OSError as error:
        raise NotFound(f"不能建立目录{out}：{error.strerror}。") from error
    summary = rehearse(pack, arguments, out)
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    _tell(summary, out, arguments.json)
    return 1 if summary["invariants"]["broken"] else 0


def _the_pack(name: str) -> Any:
    """A pack from a file, or by the name it ships under; read before anything is written."""
    from lixiang.command.pack import NotFound, pack_in
    from lixiang.rehearsal.cast import shipped_pack

    if Path(name).suffix == ".toml" or Path(name).is_file():
        return pack_in(name)
    try:
        return shipped_pack(name)
    except FileNotFoundError as error:
        raise NotFound(f"没有名为{name}的方案包，也没有这个文件。") from error


def _own_place(data: Path) -> None:
    """A data folder, a database and a mark of the rehearsal's own, whatever the environment says."""
    from lixiang.config.environment import DEFAULTS, data_folder, read

    fonts = read("LIXIANG_FONTS") or str(data_folder() / "fonts")
    os.environ.update(
        LIXIANG_DATA=str(data),
        LIXIANG_FONTS=fonts,
        DATABASE_URL="",
        LIXIANG_MODE="rehearsal",
        LIXIANG_MARK="演练，非正式文件",
        LIXIANG_CERTIFICATES="",  # test certificates never lie beside the office's own
        LIXIANG_SIGNER=DEFAULTS["LIXIANG_SIGNER"],
    )


def _tell(summary: dict, out: Path, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary, ensure_ascii=False, indent=2))
        return
    projects = "、".join(f"{status} {count}" for status, count in summary["projects"].items())
    print(f"项目：{projects}")
    print(f"公文和责任书：{len(summary['documents'])}份；触发并拒绝：{len(summary['refusals'])}种")
    broken = summary["invariants"]["broken"]
    print(f"一致性检查：{summary['invariants']['checked']}项，{f'有误{len(broken)}处' if broken else '全部一致'}")
    print(f"结果在 {out}")
