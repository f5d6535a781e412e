"""Words of the parcel for cases that have a number already; inboxes in the order of the first term."""

import re
import unicodedata

from django.db import migrations, models

KEYS = ("parcel", "parcel_key", "parcel_folio", "parcel_address")
BATCH = 500


def fill(apps, schema_editor):
    """Give each case that names a parcel the words that it lacks."""
    Case, CaseWord = (apps.get_model("ventanilla_engine", name) for name in ("Case", "CaseWord"))
    numbered = Case.objects.exclude(radicado=None)
    rows = numbered.only("id", "answers", "received_at", "created_at")
    found = []
    for case in rows.iterator(chunk_size=BATCH):
        texts = [case.answers.get(key) for key in KEYS if isinstance(case.answers, dict)]
        words = {word[:60] for text in texts if isinstance(text, str) for word in split(text)}
        if words:
            words -= set(CaseWord.objects.filter(case=case).values_list("word", flat=True))
        at = case.received_at or case.created_at
        found += [CaseWord(case=case, word=word, received_at=at) for word in sorted(words)]
        if len(found) >= BATCH:
            CaseWord.objects.bulk_create(found)
            found = []
    CaseWord.objects.bulk_create(found)


def put_first_term(apps, schema_editor):
    """An item stands where its case's term puts it, when that ends before its own."""
    Entry, Item = (apps.get_model("ventanilla_engine", name) for name in ("InboxEntry", "WorkItem"))
    legal = Item.objects.filter(pk=models.OuterRef("item_id")).values("case__due_on")[:1]
    late = Entry.objects.filter(due_on__gt=models.F("item__case__due_on"))
    Entry.objects.filter(pk__in=list(late.values_list("pk", flat=True))).update(
        due_on=models.Subquery(legal)
    )


def split(text):
    pieces = text.split()
    words = [letters(piece) for piece in pieces]
    if len(pieces) == 1:
        words.append(letters(re.split(r"-+", pieces[0])[-1]))
    return [word for word in words if word]


def letters(text):
    decomposed = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return "".join(re.findall("[a-z0-9]+", plain))


class Migration(migrations.Migration):
    dependencies = [
        ("ventanilla_engine", "0015_watching"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(put_first_term, migrations.RunPython.noop),
    ]
