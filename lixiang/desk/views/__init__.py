"""The pages of the desk, one file per room."""

from lixiang.desk.views.agenda import calendar
from lixiang.desk.views.pages import dashboard, dossier, switch, wall, worklist
from lixiang.desk.views.waiting import waiting, waiting_workbook

__all__ = ["calendar", "dashboard", "dossier", "switch", "waiting", "waiting_workbook", "wall", "worklist"]
