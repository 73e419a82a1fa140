"""The product's source as values: modules and templates that the checks of this folder read."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "lixiang"
STAGES = [
    "desk",
    "messaging",
    "conduct",
    "outcomes",
    "ranking",
    "appraisal",
    "closing",
    "funds",
    "delivery",
    "agreements",
    "approvals",
    "nominations",
    "projects",
    "programmes",
]
FLOORS = [
    "urls",
    "views",
    "jobs",
    "middleware",
    "forms",
    "actions",
    "documents",
    "queries",
    "models",
    "states",
    "permissions",
    "rules",
]


@dataclass(frozen=True)
class Source:
    """One file: its path below `lixiang/` (or below the checkout, for tests and tools) and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        return self.path.split("/")[0]

    @property
    def floor(self) -> str:
        """`actions` for both `projects/actions.py` and `projects/actions/reports.py`."""
        parts = self.path.split("/")
        return parts[1].removesuffix(".py") if len(parts) > 1 else ""

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.split("/") or self.path.endswith("conftest.py")

    def at(self, node: ast.AST, complaint: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)} {complaint}"

    def nodes(self, *kinds: type[ast.AST]) -> Iterator:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


Check = Callable[[Source], Iterable[str]]


@cache
def modules() -> tuple[Source, ...]:
    """Every Python file of the product and of its tests, migrations aside (Django writes those)."""
    inside = (path for path in PRODUCT.rglob("*.py") if "migrations" not in path.parts)
    around = (path for folder in ("tests", "tools", "bench") for path in (ROOT / folder).rglob("*.py"))
    return (
        *(Source(path.relative_to(PRODUCT).as_posix(), path.read_text()) for path in sorted(inside)),
        *(Source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in sorted(around)),
    )


@cache
def product() -> tuple[Source, ...]:
    """The product's own modules, tests aside."""
    return tuple(source for source in modules() if (PRODUCT / source.path).exists() and not source.is_test)


@cache
def pages() -> tuple[Source, ...]:
    """Templates of pages, and the scripts and style sheets that they load."""
    endings = {".html", ".js", ".mjs", ".css"}
    files = (path for path in PRODUCT.rglob("*") if path.suffix in endings and "built" not in path.parts)
    return tuple(Source(path.relative_to(PRODUCT).as_posix(), path.read_text()) for path in sorted(files))


def found(check: Check, sources: Iterable[Source]) -> list[str]:
    """Everything a check has to say; an architecture test asserts that this is empty."""
    return [complaint for source in sources for complaint in check(source)]


def literal(node: ast.AST | None) -> str:
    """The text of a string constant, else an empty string."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def called(node: ast.Call) -> str:
    """The last name of what is called: `move` for `moves.move(…)`."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))
