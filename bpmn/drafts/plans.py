"""What is played of a draft before it may be published: its own scenarios, or those of every procedure on it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from bpmn.package import Folder, FolderKind
from bpmn.package.pins import needs, version_digest
from bpmn.package.scenarios import read_scenario
from bpmn.versions.sharing import shared_library, uses


@dataclass(frozen=True, kw_only=True)
class Part:
    """A procedure whose scenarios are played.

    Attributes:
        library: what it stands on.
        digest: of the version that it would be.
    """

    folder: Folder
    library: Mapping[str, Folder]
    digest: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that is played.

    Attributes:
        digest: of everything that the outcome depends on.
        parts: by the id of each scenario as a rehearsal keeps it.
    """

    digest: str
    parts: Mapping[str, Part] = field(default_factory=dict)


def plan_of(folder: Folder) -> Plan:
    """What must be played of a folder."""
    if folder.kind is FolderKind.PROCEDURE:
        library = shared_library()
        digest = would_be(folder)
        own = Part(folder=folder, library=library, digest=digest)
        return Plan(digest=digest, parts=dict.fromkeys(scenario_ids(folder), own))
    parts: dict[str, Part] = {}
    lines = [f"{folder.digest}\n"]
    for use in uses(folder):
        lines.append(f"{use.version.slug}\0{use.digest}\n")
        part = Part(folder=use.folder, library=use.library, digest=use.digest)
        parts |= {f"{use.version.slug}/{one}": part for one in scenario_ids(use.folder)}
    return Plan(digest=hashlib.sha256("".join(lines).encode()).hexdigest(), parts=parts)


def would_be(folder: Folder) -> str:
    """Digest of the version that a folder would become today; what is shared pins nothing itself."""
    is_procedure = folder.kind is FolderKind.PROCEDURE
    return version_digest(folder, needs(folder, shared_library()) if is_procedure else {})


def scenario_ids(folder: Folder) -> list[str]:
    """Ids of the folder's scenarios, in the order of their files."""
    read = (
        read_scenario(f"scenarios/{name}", raw)[0]
        for name, raw in sorted(folder.inside("scenarios").items())
    )
    return [scenario.id for scenario in read if scenario is not None]
