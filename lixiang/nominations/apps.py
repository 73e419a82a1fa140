"""The nominations stage."""

from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "lixiang.nominations"
    label = "nominations"
    verbose_name = "申报推荐"
