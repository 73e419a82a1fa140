"""The programmes stage."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "lixiang.programmes"
    label = "programmes"
    verbose_name = "批次"
