"""Tables of the room."""

from archive.models.expediente import Expediente, Holding, RecordStage

__all__ = ["Expediente", "Holding", "RecordStage"]
