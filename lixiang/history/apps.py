"""The history room."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "lixiang.history"
    label = "history"
    verbose_name = "办理轨迹"
