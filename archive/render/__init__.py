"""Typst template and data to a tagged PDF/A-3 with the data attached.

Imports only what other rooms may use; Typst itself runs in a bounded child process.
"""

from archive.render.document import Rendered, render
from archive.render.errors import RenderFailed
from archive.render.names import Used, data_read, undefined
from archive.render.watermark import watermark

__all__ = ["RenderFailed", "Rendered", "Used", "data_read", "render", "undefined", "watermark"]
