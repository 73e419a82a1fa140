"""What was made of a project by its grade: one row per decision, the last one in force; never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Index

from lixiang.appraisal.models import PanelProject
from lixiang.projects.models import Project
from lixiang.ranking.models.rankings import Place

VERBS = (
    ("conclude", "结项"),
    ("order_rectification", "限期整改"),
    ("correct_result", "更正为结项"),
    ("annul", "撤销结项"),
)
CONCLUDING = ("conclude", "correct_result")


class AppraisalResult(models.Model):
    """Concluded, to rectify or annulled, on which place; `entry` is the last scoring that was closed then.

    `document` and `clause` are what an annulment rests on.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="appraisal_results")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(PanelProject, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30, choices=VERBS)
    grade = models.CharField(max_length=40)
    due_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    clause = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["project", "id"]
        indexes = [Index(fields=["project", "id"], name="results_of_a_project")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.verb} {self.grade}"

    @property
    def concludes(self) -> bool:
        return self.verb in CONCLUDING
