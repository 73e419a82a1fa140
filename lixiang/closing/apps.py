"""The closing stage."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "lixiang.closing"
    label = "closing"
    verbose_name = "结项"
