"""What is raised when two people write on the same thing, so that neither overwrites the other unseen."""

from typing import Any


class EditedMeanwhile(Exception):  # noqa: N818 - a clash of two people is no error of the program
    """Somebody saved the same part since this person opened it; `current` is the part as it stands."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"{current.saved_by_name}已保存此部分")
        self.current = current
