"""What the compiler takes: each process with the decisions of its folder, the wrapper woven in."""

from collections.abc import Iterable

from bpmn.package.folder import Folder
from bpmn.package.weaving import weave
from engine.runtime import ProcessSource


def sources(folders: Iterable[Folder], wrapper: Folder | None) -> dict[str, ProcessSource]:
    """Processes by their id.

    Args:
        folders: the one whose process a case starts first, then the shared ones.
        wrapper: what the first one is wrapped in; None for nothing.
    """
    found: dict[str, ProcessSource] = {}
    for folder in folders:
        if folder.process is None or folder is wrapper:
            continue
        is_wrapped = wrapper is not None and not found and wrapper.process is not None
        decisions = dict(folder.inside("decisions"))
        if is_wrapped and wrapper is not None:
            decisions = {**wrapper.inside("decisions"), **decisions}
        found[folder.slug] = ProcessSource(
            woven(folder, wrapper if is_wrapped else None), decisions
        )
    return found


def woven(folder: Folder, wrapper: Folder | None) -> bytes:
    """The folder's diagram, with what its wrapper adds."""
    own = folder.process or b""
    return weave(own, wrapper.process) if wrapper and wrapper.process else own
