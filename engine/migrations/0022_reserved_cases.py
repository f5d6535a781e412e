# Cases that only who works on them reads.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_engine", "0021_draft_warning"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="is_reserved",
            field=models.BooleanField(default=False),
        ),
    ]
