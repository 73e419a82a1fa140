from django.db import migrations, models

from lixiang.history.guard import guard, unguard


class Migration(migrations.Migration):
    dependencies = [("funds", "0002_the_ledger_is_only_added_to")]

    operations = [
        unguard("funds_entry"),
        migrations.RemoveConstraint(model_name="entry", name="a_bank_reference_is_used_once"),
        migrations.AddField("entry", "reference_turn", models.PositiveIntegerField(default=0)),
        migrations.AlterField("entry", "words", models.TextField()),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=["bank_reference", "reference_turn"],
                condition=~models.Q(bank_reference=""),
                name="a_bank_reference_stands_once",
            ),
        ),
        guard("funds_entry"),
    ]
