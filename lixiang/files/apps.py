"""The files room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lixiang.files"
    label = "files"
    verbose_name = "文件"
