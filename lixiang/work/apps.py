"""The room of background work."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "lixiang.work"
    label = "work"
    verbose_name = "后台运行"
