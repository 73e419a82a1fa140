"""Give every organisation its path, from its parent and its official order."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


def fill_paths(apps, schema_editor):
    """One level at a time, from the top."""
    organisations = apps.get_model("people", "Organisation").objects.order_by()
    level = organisations.filter(parent=None).values_list("pk", "parent", "order")
    above = {None: ""}
    while rows := list(level):
        above = {pk: f"{above[parent]}{order:05}{pk:09}" for pk, parent, order in rows}
        for pk, path in above.items():
            organisations.filter(pk=pk).update(path=path)
        level = organisations.filter(parent__in=above).values_list("pk", "parent", "order")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AlterModelOptions(name="organisation", options={"ordering": ("path",)}),
        migrations.AlterField(
            model_name="organisation",
            name="order",
            field=models.PositiveIntegerField(
                default=0, validators=[django.core.validators.MaxValueValidator(99999)], verbose_name="排序号"
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="people.organisation",
                verbose_name="上级",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("order__lte", 99999)), name="order_fits_into_the_path"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="path",
            field=models.CharField(blank=True, db_index=True, default="", editable=False, max_length=252),
            preserve_default=False,
        ),
        migrations.RunPython(fill_paths, migrations.RunPython.noop),
    ]
