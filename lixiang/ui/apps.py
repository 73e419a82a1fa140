"""The Django app of the ui room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "lixiang.ui"
    label = "ui"
    verbose_name = "界面"
