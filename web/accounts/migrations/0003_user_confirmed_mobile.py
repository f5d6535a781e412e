# The mobile to which notices may go: one that its owner has confirmed by a code.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_accounts", "0002_account_second_factor_resets"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="confirmed_mobile",
            field=models.CharField(blank=True, default="", max_length=15),
        ),
    ]
