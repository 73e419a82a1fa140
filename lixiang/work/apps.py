"""The room of background work."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class WorkConfig(AppConfig):
    name = "lixiang.work"
    label = "work"
    verbose_name = "后台运行"

    def ready(self) -> None:
        """A queue that cannot be opened is told of at the start, not by the first order that fails."""
        from django_tasks import task_backends
        from django_tasks.backends.base import BaseTaskBackend
        from django_tasks.exceptions import InvalidTaskBackendError

        try:
            is_queue = isinstance(task_backends["default"], BaseTaskBackend)
        except (InvalidTaskBackendError, TypeError):
            is_queue = False
        if not is_queue:
            named = settings.TASKS["default"]["BACKEND"]
            raise ImproperlyConfigured(f"LIXIANG_TASKS 应为作业队列后端的 Python 路径，不能是“{named}”。")
