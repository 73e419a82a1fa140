"""The messaging room."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "lixiang.messaging"
    label = "messaging"
    verbose_name = "消息"
