"""The funds stage."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "lixiang.funds"
    label = "funds"
    verbose_name = "经费"
