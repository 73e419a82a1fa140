"""The approvals stage."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "lixiang.approvals"
    label = "approvals"
    verbose_name = "立项审批"
