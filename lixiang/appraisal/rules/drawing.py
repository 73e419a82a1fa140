"""The order in which projects are presented, drawn by a stated seed so that anybody can draw it again; pure.

Each project is sorted by the SHA-256 of "seed/reference": `printf 'seed/ref' | sha256sum` does the same by hand.
"""

from collections.abc import Iterable
from hashlib import sha256

LONGEST_SEED = 40


def drawn(refs: Iterable[str], seed: str) -> tuple[str, ...]:
    """The references in the order drawn; the order they came in does not matter."""
    return tuple(sorted(set(refs), key=lambda ref: (sha256(f"{seed}/{ref}".encode()).hexdigest(), ref)))
