"""Django's own commands, for developers; the product's command is `lixiang`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lixiang.config.settings")
execute_from_command_line(sys.argv)
