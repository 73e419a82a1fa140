"""Reads what the wheel depends on from requirements/*.in, so that the list is written once."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RunRequirements(MetadataHookInterface):
    def update(self, metadata: dict) -> None:
        metadata["dependencies"] = self._listed("run")
        metadata["optional-dependencies"] = {"queue": self._listed("queue")}

    def _listed(self, name: str) -> list[str]:
        lines = Path(self.root, "requirements", f"{name}.in").read_text().splitlines()
        return [line for line in lines if line and not line.startswith(("#", "-r"))]
