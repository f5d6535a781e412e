# Notices to third parties on the site of the entity.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_engine", "0008_payments"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicNotice",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("document_id", models.UUIDField(null=True)),
                ("posted_on", models.DateField(db_index=True)),
                ("remove_on", models.DateField(null=True)),
                ("removed_on", models.DateField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_notices",
                        to="ventanilla_engine.case",
                    ),
                ),
            ],
            options={
                "ordering": ["-posted_on", "title"],
            },
        ),
    ]
