from django.db import migrations, models


def note_corrections(apps, schema_editor):
    """Until now the title of a project alone said that a 勘误 had put it right."""
    projects, revisions = (apps.get_model("projects", name).objects for name in ("Project", "Revision"))
    approved = projects.filter(approved_revision__isnull=False)
    for pk, title, written in approved.values_list("approved_revision", "title", "approved_revision__content__title"):
        if title != written:
            revisions.filter(pk=pk).update(corrected_title=title)


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_former_units")]

    operations = [
        migrations.AddField("revision", "corrected_title", models.CharField(blank=True, max_length=200)),
        migrations.RunPython(note_corrections, migrations.RunPython.noop),
    ]
