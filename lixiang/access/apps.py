"""The access room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "lixiang.access"
    label = "access"
