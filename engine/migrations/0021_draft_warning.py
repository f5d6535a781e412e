# Who was told that a draft is about to be thrown away.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_engine", "0020_awaited_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftWarning",
            fields=[
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="warning",
                        serialize=False,
                        to="ventanilla_engine.case",
                    ),
                ),
                ("saved_at", models.DateTimeField()),
            ],
        ),
    ]
