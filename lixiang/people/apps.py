"""The people room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lixiang.people"
    label = "people"
    verbose_name = "组织与人员"
