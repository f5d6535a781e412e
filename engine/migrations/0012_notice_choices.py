# Which notices a person wants, and how.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_engine", "0011_case_tags"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("who", models.CharField(max_length=270)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("novedad", "Cómo va mi trámite"),
                            ("recordatorio", "Recordatorios de lo que debo hacer"),
                            ("mensaje", "Mensajes de la entidad"),
                            ("legal", "Decisiones, requerimientos y constancias"),
                        ],
                        max_length=20,
                    ),
                ),
                ("by_mail", models.BooleanField(default=True)),
                ("by_text", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("who", "kind"), name="one_choice_of_a_kind")
                ],
            },
        ),
    ]
