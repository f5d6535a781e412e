"""Django's registration of the room `engine`."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings

from engine.feel.limits import Limits, set_default_limits


class EngineConfig(AppConfig):
    """The room `engine`; its label keeps it apart from other people's apps."""

    name = "engine"
    label = "ventanilla_engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the core the bounds of this installation, and listen to what is published."""
        bounds: dict[str, Any] = settings.FEEL_LIMITS
        set_default_limits(Limits(**bounds))
        # Only now are there tables that these modules can name.
        from bpmn.versions import offer_changed  # noqa: PLC0415
        from engine import simulated  # noqa: F401, PLC0415 — registers its check
        from engine.commands.start_timer import follow_offer  # noqa: PLC0415

        offer_changed.connect(follow_offer)
