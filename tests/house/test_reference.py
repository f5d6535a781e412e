"""The reference pages say what the code says."""

import pytest
from django.conf import settings

from web.shell.management.commands.reference import pages


@pytest.mark.parametrize(
    "name",
    [
        "settings.md", "errors.md", "jobs.md", "feel.md",
        "groups.md", "shared-processes.md", "shared-forms.md",
    ],
)  # fmt: skip
def test_reference_pages_are_as_the_code_makes_them(name) -> None:
    assert (settings.ROOT / "docs" / "reference" / name).read_text() == pages()[name]
