"""A draft is kept for thirty days after its last change; then it and its files are gone."""

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from engine import commands
from engine.commands import clock
from engine.commands.expire_drafts import Expired
from engine.errors import DraftNotFound
from engine.models import Case
from engine.queries import cases as case_queries
from forms import uploads
from forms.errors import UploadNotFound
from tests.engine import cases, folders
from tests.engine.runtime import models

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def procedure():
    folders.publish(folders.task("u"), models.end(), models.chain(folders.LAST, "u", "end"))


def at(days: int):
    return clock.lend(lambda: NOON + timedelta(days=days))


def attached() -> UUID:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    file = SimpleUploadedFile("foto.png", picture.getvalue())
    return uploads.accept(file, cases.citizen().user_id, clock.now()).pk


def save(answers: dict[str, str], draft_id: UUID | None = None) -> UUID:
    return commands.save_draft(
        commands.SaveDraft(
            actor=cases.citizen(), slug=folders.SLUG, answers=answers, draft_id=draft_id
        )
    )


def is_kept(upload: UUID) -> bool:
    try:
        return bool(uploads.content(upload))
    except UploadNotFound:
        return False


def test_the_last_day_is_whole_and_is_told() -> None:
    with at(0):
        draft = save({"note": "a"})
    with at(30):
        told = case_queries.draft_for(cases.citizen(), draft).kept_until
        assert clock.today() == told
        assert commands.expire_drafts().drafts == 0
    with at(31):
        assert commands.expire_drafts().drafts == 1
        with pytest.raises(DraftNotFound):
            case_queries.draft_for(cases.citizen(), draft)


def test_a_change_begins_the_thirty_days_again() -> None:
    with at(0):
        draft = save({"note": "a"})
    with at(20):
        save({"note": "b"}, draft)
    with at(45):
        assert commands.expire_drafts().drafts == 0


def test_its_files_go_with_it_and_those_of_others_stay(django_capture_on_commit_callbacks) -> None:
    with at(0):
        gone, kept = attached(), attached()
        save({"file": str(gone)})
        other = save({"file": str(kept)})
    with at(20):
        save({"file": str(kept), "note": "b"}, other)
    with at(31):
        assert commands.expire_drafts() == Expired(drafts=1, uploads=1)
    assert (is_kept(gone), is_kept(kept)) == (False, True)

    with django_capture_on_commit_callbacks(execute=True):
        commands.discard_draft(commands.DiscardDraft(actor=cases.citizen(), draft_id=other))
    assert not is_kept(kept)


def test_what_was_filed_is_no_draft() -> None:
    with at(0):
        draft = save({"note": "a"})
        commands.file_case(
            commands.FileCase(
                actor=cases.citizen(),
                slug=folders.SLUG,
                answers={"note": "a"},
                submit_id=uuid4(),
                draft_id=draft,
            )
        )
    with at(90):
        assert commands.expire_drafts().drafts == 0
    assert Case.objects.get().radicado


def test_the_same_page_sent_twice_makes_one_draft() -> None:
    page = uuid4()
    for note in ("a", "b"):
        again = commands.SaveDraft(
            actor=cases.citizen(), slug=folders.SLUG, answers={"note": note}, new_id=page
        )
        assert commands.save_draft(again) == page
    assert [draft.answers for draft in case_queries.drafts_of(cases.citizen())] == [{"note": "b"}]
    with pytest.raises(DraftNotFound):
        commands.save_draft(
            commands.SaveDraft(
                actor=cases.citizen("otra@correo.test"), slug=folders.SLUG, answers={}, new_id=page
            )
        )
