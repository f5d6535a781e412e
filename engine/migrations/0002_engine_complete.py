"""Waiting rows without variables, inboxes, timers, messages, incidents, and the end of each chain."""

from datetime import date
import django.db.models.deletion
import django_fsm
import uuid
from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """Give rows of the first schema what commands now expect: ends of chains, roles, inboxes."""
    Case, Event, WorkItem, InboxEntry, CaseRole, Subscription = (
        apps.get_model("ventanilla_engine", name)
        for name in ("Case", "Event", "WorkItem", "InboxEntry", "CaseRole", "Subscription")
    )
    Subscription.objects.filter(is_open=False).delete()
    for case in Case.objects.only("id", "due_on").iterator():
        last = Event.objects.filter(case=case).order_by("-seq").first()
        roles = set()
        for item in WorkItem.objects.filter(case=case):
            item.groups = sorted(row.group for row in item.candidate_groups.all())
            item.save(update_fields=["groups"])
            roles |= set(item.groups)
            if item.status in ("ready", "claimed"):
                due_on = item.due_on or case.due_on or date.max
                places = [{"group": group} for group in item.groups]
                places += [{"person_id": item.assignee_id}] if item.assignee_id else []
                InboxEntry.objects.bulk_create(
                    InboxEntry(item=item, due_on=due_on, **place) for place in places
                )
        CaseRole.objects.bulk_create(CaseRole(case=case, group=role) for role in sorted(roles))
        Case.objects.filter(pk=case.pk).update(
            event_count=last.seq if last else 0,
            event_head=last.hash if last else "",
            roles=sorted(roles),
        )
    if schema_editor.connection.vendor == "postgresql":
        # Foreign keys are checked at commit; a table with checks to come cannot be altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_engine", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Broadcast",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("signal", models.CharField(max_length=120)),
                ("variables", models.JSONField(default=dict)),
                ("targets", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CaseRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="InboxEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=80)),
                ("due_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("job", "Tarea automática"),
                            ("flow", "Flujo"),
                            ("timer", "Temporizador"),
                            ("message", "Mensaje"),
                        ],
                        max_length=10,
                    ),
                ),
                ("process_id", models.CharField(blank=True, max_length=80)),
                ("element_id", models.CharField(blank=True, max_length=120)),
                ("code", models.CharField(max_length=80)),
                ("detail", models.TextField(blank=True)),
                ("trigger", models.JSONField(default=dict)),
                ("data", models.JSONField(default=dict)),
                (
                    "status",
                    django_fsm.FSMField(
                        choices=[("open", "Abierto"), ("resolved", "Resuelto")],
                        default="open",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("occurrences", models.PositiveIntegerField(default=1)),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                ("resolution", models.CharField(blank=True, max_length=500)),
            ],
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("correlation_key", models.CharField(blank=True, max_length=120)),
                ("message_id", models.CharField(max_length=120, null=True, unique=True)),
                ("variables", models.JSONField(default=dict)),
                (
                    "status",
                    django_fsm.FSMField(
                        choices=[
                            ("stored", "En espera"),
                            ("correlated", "Entregado"),
                            ("expired", "Vencido"),
                        ],
                        default="stored",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("tried_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="StartTimer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version_digest", models.CharField(max_length=64)),
                ("slug", models.CharField(max_length=80)),
                ("element_id", models.CharField(max_length=120)),
                ("due_at", models.DateTimeField(db_index=True, null=True)),
                ("fired", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Timer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token", models.CharField(max_length=64)),
                ("process_id", models.CharField(max_length=80)),
                ("element_id", models.CharField(max_length=120)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("on_case_clock", models.BooleanField(default=False)),
                ("running_term", models.JSONField(default=dict)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveIndex(
            model_name="subscription",
            name="subscription_key",
        ),
        migrations.AddField(
            model_name="case",
            name="event_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="case",
            name="event_head",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="case",
            name="has_conditions",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="case",
            name="open_incidents",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="case",
            name="roles",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="case",
            name="running_term",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="case",
            name="suspended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="suspension_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="job",
            name="deadline_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="job",
            name="heartbeat_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="subscription",
            name="kind",
            field=models.CharField(
                choices=[("message", "Mensaje"), ("signal", "Señal")],
                default="message",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="groups",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="workitem",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegated",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workitem",
            name="previous_holder",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="correlation_key",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["version_digest", "status"], name="case_by_version"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["applicant_document"], name="case_by_document"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("has_conditions", True)),
                fields=["id"],
                name="case_with_conditions",
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                fields=["kind", "message", "correlation_key"], name="subscription_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                fields=("case", "token"), name="one_subscription_for_token"
            ),
        ),
        migrations.AddField(
            model_name="broadcast",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signals_thrown",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AddField(
            model_name="caserole",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="role_rows",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AddField(
            model_name="inboxentry",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entries",
                to="ventanilla_engine.workitem",
            ),
        ),
        migrations.AddField(
            model_name="inboxentry",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="incidents",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="job",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="incidents",
                to="ventanilla_engine.job",
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="resolved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages_sent",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="taken_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages_taken",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="starttimer",
            constraint=models.UniqueConstraint(
                fields=("version_digest", "element_id"), name="one_start_timer_for_element"
            ),
        ),
        migrations.AddField(
            model_name="timer",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="timers",
                to="ventanilla_engine.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="caserole",
            constraint=models.UniqueConstraint(fields=("group", "case"), name="one_role_for_case"),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(fields=["group", "due_on", "item"], name="inbox_of_role"),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(fields=["person", "due_on", "item"], name="inbox_of_person"),
        ),
        migrations.AddConstraint(
            model_name="inboxentry",
            constraint=models.UniqueConstraint(
                fields=("item", "group", "person"), name="one_inbox_entry"
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["status", "-last_at"], name="incident_by_status"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["case", "status"], name="incident_of_case"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["status", "name", "correlation_key", "created_at"], name="message_key"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["status", "expires_at"], name="message_by_expiry"),
        ),
        migrations.AddIndex(
            model_name="timer",
            index=models.Index(fields=["due_at"], name="timer_by_moment"),
        ),
        migrations.AddConstraint(
            model_name="timer",
            constraint=models.UniqueConstraint(
                fields=("case", "token"), name="one_timer_for_token"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="case",
            name="frozen_format",
        ),
        migrations.RemoveField(
            model_name="subscription",
            name="is_open",
        ),
        migrations.RemoveField(
            model_name="subscription",
            name="variables",
        ),
        migrations.RemoveField(
            model_name="workitem",
            name="variables",
        ),
        migrations.DeleteModel(
            name="WorkItemGroup",
        ),
    ]
