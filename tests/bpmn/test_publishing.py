import threading

import pytest
from django.db import IntegrityError, transaction

from bpmn import versions
from bpmn.models import FolderContent, ProcedureVersion, VersionState
from bpmn.package import from_files
from bpmn.versions.contents import DigestCache
from tests.bpmn.samples import NOW, documented_files, edited, folder_with, shared_folder, written
from tests.bpmn.test_checks import _calling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_home_entity(monkeypatch):
    monkeypatch.setattr("bpmn.versions.publishing.home_entity", lambda: None)


def publish(folder, library=None, author="ana", publisher="luis"):
    return versions.publish(
        folder, library=library or {}, author=author, publisher=publisher, now=NOW
    )


def renamed(text="Otro nombre"):
    return edited(
        "procedure.toml", 'short_name = "Constancia de asistencia"', f'short_name = "{text}"'
    )


def test_a_published_folder_is_the_current_version():
    version = publish(folder_with())
    assert versions.current(version.slug) == version
    assert (version.number, version.state, version.publisher) == (1, VersionState.PUBLISHED, "luis")
    assert version.published_at == NOW
    assert versions.by_digest(version.digest) == version
    assert versions.catalogue() == [version]
    assert versions.bundle(version).root == folder_with()


def test_nothing_is_current_before_it_is_published():
    assert versions.current("nada") is None
    with pytest.raises(versions.VersionUnknown):
        versions.by_digest("nada")


def test_publishing_the_same_content_again_gives_the_version_that_is_there():
    first = publish(folder_with())
    assert publish(folder_with(), author="otra", publisher="otro") == first
    assert ProcedureVersion.objects.count() == 1


def test_new_content_retires_what_was_published_and_cases_still_find_it():
    first, second = publish(folder_with()), publish(renamed())
    assert (second.number, versions.current(first.slug)) == (2, second)
    old = versions.by_digest(first.digest)
    assert old.state is VersionState.RETIRED
    assert versions.bundle(old).root == folder_with()
    assert [version.number for version in versions.history(first.slug)] == [2, 1]


def test_going_back_to_old_content_is_a_new_version():
    first, _ = publish(folder_with()), publish(renamed())
    third = publish(folder_with())
    assert (third.number, third.digest) == (3, first.digest)
    assert versions.by_digest(first.digest) == third


def test_a_folder_with_errors_leaves_what_was_published_untouched():
    first = publish(folder_with())
    before = (ProcedureVersion.objects.count(), FolderContent.objects.count())
    with pytest.raises(versions.PublishRefused) as refusal:
        publish(edited("process.bpmn", 'formId="revisar"', 'formId="otra"'))
    assert [finding.code for finding in refusal.value.findings] == ["form-unknown"]
    assert versions.current(first.slug) == first
    assert (ProcedureVersion.objects.count(), FolderContent.objects.count()) == before


def test_the_author_may_not_publish():
    first = publish(folder_with())
    with pytest.raises(versions.SamePerson):
        publish(renamed(), author="ana", publisher="ana")
    assert versions.current(first.slug) == first
    assert ProcedureVersion.objects.count() == 1


def test_the_database_itself_keeps_author_and_publisher_apart():
    publish(folder_with())
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.update(publisher="ana")


def test_the_shelf_alone_may_be_both():
    assert publish(folder_with(), author=versions.SHELF, publisher=versions.SHELF).number == 1


def test_shared_folders_are_not_published_by_themselves():
    with pytest.raises(versions.PublishRefused) as refusal:
        publish(shared_folder("sp-x"))
    assert [finding.code for finding in refusal.value.findings] == ["publish-not-procedure"]


def test_a_version_is_pinned_to_the_shared_folders_it_calls():
    shared = shared_folder("sp-x")
    unused = shared_folder("sp-y")
    version = publish(_calling(), {"sp-x": shared, "sp-y": unused})
    assert version.pins == {"sp-x": shared.digest}
    assert versions.bundle(version).shared == {"sp-x": shared}


def test_a_change_of_a_shared_folder_is_another_version():
    shared = shared_folder("sp-x")
    first = publish(_calling(), {"sp-x": shared})
    changed = from_files("sp-x", {**shared.files, "messages/m.md": b'---\nsubject: "x"\n---\nx\n'})
    second = publish(_calling(), {"sp-x": changed})
    assert second.digest != first.digest
    assert versions.bundle(first).find("messages/m.md", "sp-x") is None
    assert versions.bundle(second).find("messages/m.md", "sp-x") is not None


def test_the_procedure_s_own_file_goes_before_the_shared_one():
    shared = shared_folder("sp-x")
    body = b'---\nsubject: "compartido"\n---\nx\n'
    shared = from_files(
        "sp-x", {**shared.files, "messages/entrega.md": body, "messages/m.md": body}
    )
    version = publish(_calling(), {"sp-x": shared})
    bundle = versions.bundle(version)
    assert (
        bundle.find("messages/entrega.md", "sp-x") == documented_files()[1]["messages/entrega.md"]
    )
    assert bundle.find("messages/m.md", "sp-x") == body
    assert bundle.find("messages/m.md", version.slug) is None
    assert bundle.document("constancia", "sp-x") == version.sheet.documents["constancia"]
    assert set(bundle.template_files("constancia.typ", "sp-x")) == {"constancia.typ"}
    assert bundle.template_files("nada.typ", "sp-x") == {}


def test_the_model_is_compiled_once_for_each_digest():
    version = publish(folder_with())
    assert versions.compiled(version) is versions.compiled(versions.by_digest(version.digest))
    assert versions.compiled(version).root == version.slug


def test_a_proposed_version_waits_for_a_second_person():
    draft = versions.propose(folder_with(), library={}, author="ana", now=NOW)
    assert (draft.state, versions.current(draft.slug)) == (VersionState.IN_REVIEW, None)
    with pytest.raises(versions.SamePerson):
        versions.approve(draft, publisher="ana", now=NOW)
    published = versions.approve(draft, publisher="luis", now=NOW)
    assert versions.current(draft.slug) == published
    with pytest.raises(versions.VersionUnknown):
        versions.approve(draft, publisher="luis", now=NOW)


def test_a_retired_procedure_starts_no_case():
    version = publish(folder_with())
    versions.retire(version.slug, now=NOW)
    assert versions.current(version.slug) is None
    assert versions.by_digest(version.digest).state is VersionState.RETIRED


def test_loading_the_shelf_publishes_every_folder_and_says_how_far_it_is(tmp_path):
    written(tmp_path / "procedures")
    (tmp_path / "procedures" / "rota").mkdir()
    told = []
    load = versions.load_shelf(
        NOW,
        places=[tmp_path / "procedures"],
        shared=tmp_path / "shared",
        progress=lambda *step: told.append(step),
    )
    slug = documented_files()[0]
    assert told == [(1, 2, slug), (2, 2, "rota")]
    assert set(load.published) == {slug}
    assert [finding.code for finding in load.refused["rota"]] == ["folder-sheet"]


def test_a_cache_makes_each_value_once_and_forgets_the_longest_unused():
    cache: DigestCache[str] = DigestCache(2)
    made: list[str] = []
    gate = threading.Barrier(4)

    def ask(digest: str) -> None:
        def make() -> str:
            made.append(digest)
            return digest

        assert cache.get(digest, make) == digest

    def ask_together() -> None:
        gate.wait()
        ask("a")

    threads = [threading.Thread(target=ask_together) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["a"]
    for digest in ("b", "a", "c", "a", "b"):
        ask(digest)
    assert made == ["a", "b", "c", "b"]
