from django.db import migrations

from lixiang.history.guard import guard


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_funds")]

    operations = [guard("funds_account", "funds_entry", "funds_line")]
