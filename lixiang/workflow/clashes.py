"""Two people at one text: who saved between, and what stands now, so that both are shown and nothing is lost."""

from typing import Any


class EditedMeanwhile(Exception):  # noqa: N818 - a clash of two people is no error of the program
    """Somebody saved this since the person opened it.

    `save` is the row that says by whom, when and for which time; `current` is what stands now, the row itself where
    it holds the text too.
    """

    def __init__(self, save: Any, current: Any = None) -> None:
        super().__init__(f"{save.saved_by_name}已保存此部分")
        self.save, self.current = save, save if current is None else current
