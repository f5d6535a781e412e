# Registries of the entity with their history, and what was asked of other entities.

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_engine", "0006_answered_links_and_channels"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegistryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entity", models.CharField(max_length=5)),
                ("registry", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=200)),
                ("entry", models.JSONField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registry_entries",
                        to="ventanilla_engine.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExchangeRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("element_id", models.CharField(max_length=200)),
                ("service", models.CharField(max_length=60)),
                ("correlation_id", models.CharField(max_length=100, unique=True)),
                ("asked", models.JSONField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("sent", "Enviada"),
                            ("pending", "En espera de respuesta"),
                            ("answered", "Respondida"),
                            ("failed", "Sin respuesta válida"),
                        ],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=1)),
                ("trouble", models.CharField(blank=True, max_length=60)),
                ("answer", models.JSONField(null=True)),
                ("sent_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchange_requests",
                        to="ventanilla_engine.case",
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at", "id"],
                "indexes": [
                    models.Index(fields=["case", "service", "status"], name="exchange_open")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="registryentry",
            index=models.Index(
                fields=["entity", "registry", "key", "recorded_at"], name="registry_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="registryentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("entity", "registry", "key"),
                name="one_current_row_for_each_key",
            ),
        ),
    ]
