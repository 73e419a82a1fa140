"""The ranking stage."""

from django.apps import AppConfig


class RankingConfig(AppConfig):
    name = "lixiang.ranking"
    label = "ranking"
    verbose_name = "排名"
