"""The delivery stage."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "lixiang.delivery"
    label = "delivery"
    verbose_name = "实施"
