"""`manage.py check_log`: the older name of `verify_log`; it does the same and differs in nothing."""

from engine.management.commands.verify_log import Command

__all__ = ["Command"]
