"""Words by which cases are found, and no more indexes than something reads: every step writes to them."""

import re
import unicodedata

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """Give the words to cases that have a number already."""
    Case, CaseWord = (apps.get_model("ventanilla_engine", name) for name in ("Case", "CaseWord"))
    wanted = Case.objects.exclude(radicado=None).only(
        "id", "radicado", "applicant_document", "applicant_name", "received_at", "created_at"
    )
    for case in wanted.iterator():
        numbers = (case.radicado, case.applicant_document)
        words = [word for text in numbers for word in ("".join(split(text)), *split(text)[-1:])]
        words += split(case.applicant_name)
        CaseWord.objects.bulk_create(
            CaseWord(case=case, word=word[:60], received_at=case.received_at or case.created_at)
            for word in dict.fromkeys(words)
            if word
        )
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def split(text):
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return re.findall("[a-z0-9]+", "".join(c for c in decomposed if not unicodedata.combining(c)))


def make_room(apps, schema_editor):
    """Room on a page lets PostgreSQL update a row in place; packed bytes are not packed again."""
    if schema_editor.connection.vendor == "postgresql":
        for table in ("case", "workitem"):
            schema_editor.execute(f"ALTER TABLE ventanilla_engine_{table} SET (fillfactor = 80)")
        schema_editor.execute(
            "ALTER TABLE ventanilla_engine_case ALTER COLUMN frozen SET STORAGE EXTERNAL"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_engine", "0002_engine_complete"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=60)),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_of_owner",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_by_document",
        ),
        migrations.RemoveIndex(
            model_name="inboxentry",
            name="inbox_of_role",
        ),
        migrations.RemoveIndex(
            model_name="inboxentry",
            name="inbox_of_person",
        ),
        migrations.RemoveIndex(
            model_name="workitem",
            name="item_by_term",
        ),
        migrations.AlterField(
            model_name="case",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AlterField(
            model_name="inboxentry",
            name="item",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entries",
                to="ventanilla_engine.workitem",
            ),
        ),
        migrations.AlterField(
            model_name="inboxentry",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="job",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="jobs",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="subscriptions",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AlterField(
            model_name="timer",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="timers",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AlterField(
            model_name="workitem",
            name="assignee",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="workitem",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AlterField(
            model_name="workitem",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegated",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="workitem",
            name="previous_holder",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["owner", "-received_at"], name="case_of_owner"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-received_at"], name="case_by_arrival"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["slug", "-received_at"], name="case_by_procedure"),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(
                condition=models.Q(("person__isnull", True)),
                fields=["group", "due_on", "item"],
                name="inbox_of_role",
            ),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(
                condition=models.Q(("person__isnull", False)),
                fields=["person", "due_on", "item"],
                name="inbox_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False)),
                fields=["assignee"],
                name="item_of_assignee",
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("owner__isnull", False)), fields=["owner"], name="item_of_owner"
            ),
        ),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                condition=models.Q(("previous_holder__isnull", False)),
                fields=["previous_holder"],
                name="item_of_earlier_holder",
            ),
        ),
        migrations.AddField(
            model_name="caseword",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="words",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AddIndex(
            model_name="caseword",
            index=models.Index(
                fields=["word", "-received_at", "case"],
                name="case_word",
                opclasses=["varchar_pattern_ops", "timestamptz_ops", "uuid_ops"],
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(make_room, migrations.RunPython.noop),
    ]
