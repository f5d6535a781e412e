"""Runs the public DMN Technology Compatibility Kit, or a folder of its shape.

`python -m engine.dmn.tck FOLDER [--json]`
"""
