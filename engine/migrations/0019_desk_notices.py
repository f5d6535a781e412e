"""Notices of an official's own work, and what was told of absences."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ventanilla_engine", "0018_moving")]

    operations = [
        migrations.AlterField(
            model_name="noticechoice",
            name="kind",
            field=models.CharField(
                max_length=20,
                choices=[
                    ("novedad", "Cómo va mi trámite"),
                    ("recordatorio", "Recordatorios de lo que debo hacer"),
                    ("mensaje", "Mensajes de la entidad"),
                    ("trabajo", "Mi trabajo en la entidad"),
                    ("legal", "Decisiones, requerimientos y constancias"),
                ],
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="begin_told_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="absence",
            name="end_told_at",
            field=models.DateTimeField(null=True),
        ),
    ]
