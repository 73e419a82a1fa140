"""The documents room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lixiang.documents"
    label = "documents"
    verbose_name = "公文"
