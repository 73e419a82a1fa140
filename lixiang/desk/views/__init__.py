"""The pages of the desk, one file per room."""

from lixiang.desk.views.agenda import calendar
from lixiang.desk.views.pages import dashboard, dossier, switch, wall, worklist

__all__ = ["calendar", "dashboard", "dossier", "switch", "wall", "worklist"]
