"""The outcomes stage."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "lixiang.outcomes"
    label = "outcomes"
    verbose_name = "成果运用"
