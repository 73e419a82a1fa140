"""The agreements stage."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "lixiang.agreements"
    label = "agreements"
    verbose_name = "责任书"
