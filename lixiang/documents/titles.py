"""Breaks a long title into lines that make a trapezium or a diamond and split no common word (GB/T 9704, 7.3.1)."""

from itertools import combinations

# Words that titles of this office use: a break inside one of them costs more than an uneven line.
_WORDS = """
关于 基层党建 党建创新 创新项目 基层 党建 创新 项目 项目化 管理 实施 开展 立项
批复 通知 通报 申报 推荐 审核 责任书 责任 年度 名单 目录 参考 汇总表
申报书 组织部 市委 县委 区委 县区 党委 党支部 党总支 党工委 委员会 工作 有关
事项 结果 验收 考核 排名 成果 运用 奖励 理论 研究 实践 社区 街道
企业 组织 建设 党员 教育 作用 发挥 机制 途径 落实 推进 加强
进一步 做好 更正 撤销 不予 印发 方案 办法 意见 中国共产党 工作委员会 高新技术 技术产业
开发区 新区 经济 实验区 综合 社会发展 国有资产 监督管理 卫生健康 教育体育 非公有制 社会组织 直属机关
机关 联合大学 职业技术 学院 人民政府 部分 公布 同意 调整 延期 变更 终止 撤项
扶持经费 追回
"""
_BREAK_AFTER = "的于和与及、》）”"
_NEVER_FIRST = "的、，。；：）》”〕"
_AFTER_DIGITS = "年月日号个项条届次%"
_NEVER_LAST = "（《“〔"


def title_lines(title: str, width: int = 20) -> tuple[str, ...]:
    """The title in as few lines of at most `width` characters as it needs; newlines that the author set are kept."""
    if "\n" in title:
        return tuple(line for line in title.split("\n") if line)
    count = -(-len(title) // width)
    if count <= 1 or count > 5:
        return (title,) if count <= 1 else tuple(title[i : i + width] for i in range(0, len(title), width))
    return min(_cuts(title, count, width), key=_cost, default=(title,))


def _cuts(title: str, count: int, width: int):
    reach = max(2, 12 // count)
    even = [round(len(title) * n / count) for n in range(1, count)]
    places = sorted({place + shift for place in even for shift in range(-reach, reach + 1)})
    for cut in combinations([place for place in places if 0 < place < len(title)], count - 1):
        lines = tuple(title[a:b] for a, b in zip((0, *cut), (*cut, len(title)), strict=True))
        if max(map(len, lines)) <= width:
            yield lines


def _cost(lines: tuple[str, ...]) -> tuple[int, int]:
    """Ugliness of a division; ties go to the more even one."""
    lengths = [len(line) for line in lines]
    cost = 2 * (max(lengths) - min(lengths)) + sum(_seam(a, b) for a, b in zip(lines, lines[1:], strict=False))
    # 梯形 grows or shrinks steadily, 菱形 is widest in the middle; a narrow waist or equal lines are to be avoided.
    if len(lines) == 3 and lengths[1] < min(lengths[0], lengths[2]):
        cost += 6
    return cost + (2 if len(set(lengths)) == 1 else 0), max(lengths)


def _seam(left: str, right: str) -> int:
    if right[0] in _NEVER_FIRST or left[-1] in _NEVER_LAST:
        return 100
    if left[-1].isdigit() and (right[0].isdigit() or right[0] in _AFTER_DIGITS):
        return 40
    whole = left + right
    for word in _WORDS.split():
        start = whole.find(word, max(0, len(left) - len(word) + 1))
        if 0 <= start < len(left) < start + len(word):
            return 40
    return 0 if left[-1] in _BREAK_AFTER else 6
