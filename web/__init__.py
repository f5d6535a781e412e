"""The window: the Django project. Celery is set up when Django is, so that commands can wake workers."""

from web.celery import app as celery_app

__all__ = ["celery_app"]
