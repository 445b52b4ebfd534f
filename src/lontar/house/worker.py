"""The process that does the jobs: `python -m lontar.house.worker`."""

import os

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lontar.house.settings")
    django.setup()
    call_command("procrastinate", "worker", "--concurrency", "1", "--shutdown-graceful-timeout", "8")
