"""How gunicorn serves the window: `gunicorn -c python:web.serving web.wsgi`.

A batch of signatures answers for minutes, line by line. In a worker that does one thing at a time gunicorn would end
it after 30 seconds, and two of them would hold up everybody; so each process has threads, and only one that
hangs as a whole is ended. Whatever gunicorn's own command line says counts more.
"""

worker_class = "gthread"
workers = 2
threads = 4
# Of the process, not of a request: how long its main thread, which only hands requests on, may be silent.
timeout = 60
graceful_timeout = 30
