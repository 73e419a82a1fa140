"""The workflow room."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "lixiang.workflow"
    label = "workflow"
