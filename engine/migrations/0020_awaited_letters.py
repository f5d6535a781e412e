"""Which cases wait for the office's answer to a message, reckoned once from their events."""

import json

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """The first message after the office's last one."""
    event = apps.get_model("ventanilla_engine", "Event")
    awaited = apps.get_model("ventanilla_engine", "AwaitedLetter")
    since = {}
    rows = event.objects.filter(kind="letter.written").order_by("case_id", "seq")
    for case_id, at, data in rows.values_list("case_id", "at", "data").iterator():
        if json.loads(data)["side"] == "citizen":
            since.setdefault(case_id, at)
        else:
            since.pop(case_id, None)
    awaited.objects.bulk_create(
        [awaited(case_id=case_id, since=at) for case_id, at in since.items()], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [("ventanilla_engine", "0019_desk_notices")]

    operations = [
        migrations.CreateModel(
            name="AwaitedLetter",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="awaited_letter",
                        serialize=False,
                        to="ventanilla_engine.case",
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
