"""The window for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from web.shell.bodies import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
application = whole_bodies(get_wsgi_application())

# Imported only now: the engine needs the applications, which the line above loads.
from engine.jobs.archive_proof import demand_sound_archive  # noqa: E402

demand_sound_archive()
