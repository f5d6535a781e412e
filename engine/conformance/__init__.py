"""Runs neutral BPMN models whose scripts are placeholders, and compares the traces that they leave.

`python -m engine.conformance FOLDER [--json] [--only NAME]`. Reads no clock, no database; no procedure.
"""
