"""The projects stage."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "lixiang.projects"
    label = "projects"
    verbose_name = "项目"
