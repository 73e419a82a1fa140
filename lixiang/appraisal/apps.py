"""The appraisal stage."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "lixiang.appraisal"
    label = "appraisal"
    verbose_name = "验收考核"
