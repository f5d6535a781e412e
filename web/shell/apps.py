"""Django's registration of the shell: base pages, components and sentences."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "web.shell"
    label = "ventanilla_shell"
