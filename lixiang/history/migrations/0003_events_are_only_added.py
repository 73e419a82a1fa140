from django.db import migrations

from lixiang.history.guard import guard


class Migration(migrations.Migration):
    dependencies = [("history", "0002_reminders")]

    operations = [guard("history_event")]
