"""What the archive refuses, as types with a code and data; sentences live in `web.shell`.

RecordError
├── ArchiveEventRewriteRefused
├── ExpedienteUnknown, ExpedienteNotOpen, ExpedienteHeld, ExpedienteGone, HoldUnknown
├── ScheduleVersionUnknown, ScheduleVersionSettled, ScheduleVersionName, ScheduleDatesRefused,
│   ScheduleEmpty, SeriesRepeated, ScheduleSamePerson, AdoptionActMissing
└── ActUnknown, ActEmpty, NotDue, AlreadyInAct, ActSamePerson, ActAlreadyApproved, ActStateRefused,
    ActNotSealed, NoticeRunning, GroundsMissing
"""

from typing import Any, ClassVar


class RecordError(Exception):
    """Base of what the book of the archive refuses.

    Attributes:
        code: stable name in kebab-case.
        data: words for the sentence.
    """

    code: ClassVar[str] = "record-error"

    def __init__(self, **data: Any) -> None:
        self.data: dict[str, Any] = data
        super().__init__(self.code, data)


class ArchiveEventRewriteRefused(RecordError):
    """An event of the archive never changes."""

    code = "archive-event-rewrite-refused"


class ExpedienteUnknown(RecordError):
    """The archive keeps no expediente of that number."""

    code = "expediente-unknown"


class ExpedienteNotOpen(RecordError):
    """The expediente is closed already."""

    code = "expediente-not-open"


class ExpedienteHeld(RecordError):
    """The expediente is under a legal hold; `number` says which."""

    code = "expediente-held"


class ExpedienteGone(RecordError):
    """The expediente was eliminated."""

    code = "expediente-gone"


class HoldUnknown(RecordError):
    """There is no such hold, or it was released."""

    code = "hold-unknown"


class ScheduleVersionUnknown(RecordError):
    """There is no such version of the TRD."""

    code = "schedule-version-unknown"


class ScheduleVersionSettled(RecordError):
    """The version is no draft any more, so it does not change."""

    code = "schedule-version-settled"


class ScheduleVersionName(RecordError):
    """Another version has that name; `name` says which."""

    code = "schedule-version-name"


class ScheduleDatesRefused(RecordError):
    """The version would begin before the newest adopted one, which began on `after`."""

    code = "schedule-dates-refused"


class ScheduleEmpty(RecordError):
    """The version has no series."""

    code = "schedule-empty"


class SeriesRepeated(RecordError):
    """The version has that code already; `series` says which."""

    code = "series-repeated"


class ScheduleSamePerson(RecordError):
    """Who wrote a version of the TRD does not approve it."""

    code = "schedule-same-person"


class AdoptionActMissing(RecordError):
    """A version is adopted by an act of the entity, with its number and date."""

    code = "adoption-act-missing"


class ActUnknown(RecordError):
    """There is no such act."""

    code = "act-unknown"


class ActEmpty(RecordError):
    """No expediente was chosen."""

    code = "act-empty"


class NotDue(RecordError):
    """The expediente's date has not passed, or its disposition is another; `number` says which."""

    code = "not-due"


class AlreadyInAct(RecordError):
    """The expediente stands in an act that is not over; `number` says which."""

    code = "already-in-act"


class ActSamePerson(RecordError):
    """Who proposed an act does not approve it."""

    code = "act-same-person"


class ActAlreadyApproved(RecordError):
    """This person approved the act already; the second approval is another person's."""

    code = "act-already-approved"


class ActStateRefused(RecordError):
    """The act is not at that point of its life."""

    code = "act-state-refused"


class ActNotSealed(RecordError):
    """The act waits for its seal and timestamp."""

    code = "act-not-sealed"


class NoticeRunning(RecordError):
    """The public notice of an elimination runs until `until`."""

    code = "notice-running"


class GroundsMissing(RecordError):
    """A reason has to be written."""

    code = "grounds-missing"
