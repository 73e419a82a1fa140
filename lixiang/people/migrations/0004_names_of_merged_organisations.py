"""A merged organisation goes by the name of its successor, and keeps its own beside it."""

from datetime import timedelta

from django.db import migrations, models


def go_by_the_name_of_the_successor(apps, schema_editor):
    Organisation = apps.get_model("people", "Organisation")
    FormerName = apps.get_model("people", "FormerName")
    for merged in Organisation.objects.filter(successor__isnull=False).select_related("successor"):
        own = {"name": merged.name, "short_name": merged.short_name}
        if merged.valid_to is not None:
            FormerName.objects.create(organisation=merged, valid_to=merged.valid_to - timedelta(days=1), **own)
        Organisation.objects.filter(pk=merged.pk).update(
            own_name=merged.name,
            own_short_name=merged.short_name,
            name=merged.successor.name,
            short_name=merged.successor.short_name,
        )


def go_by_its_own_name(apps, schema_editor):
    Organisation = apps.get_model("people", "Organisation")
    for merged in Organisation.objects.filter(successor__isnull=False):
        Organisation.objects.filter(pk=merged.pk).update(name=merged.own_name, short_name=merged.own_short_name)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_successors_and_deputies"),
    ]

    operations = [
        migrations.AddField(
            model_name="formername",
            name="until_at",
            field=models.DateTimeField(null=True, verbose_name="更名时间"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="own_name",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="并入前的全称"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="own_short_name",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="并入前的简称"),
        ),
        migrations.RunPython(go_by_the_name_of_the_successor, go_by_its_own_name),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("own_name", ""), ("own_short_name", ""), ("successor__isnull", True)),
                    models.Q(
                        ("successor__isnull", False),
                        models.Q(("own_name", ""), _negated=True),
                        models.Q(("own_short_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="its_own_name_is_kept_exactly_when_merged",
            ),
        ),
    ]
