# The language that a person chose, so that pages on any device, mail and text messages are in it.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_accounts", "0003_user_confirmed_mobile"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
    ]
