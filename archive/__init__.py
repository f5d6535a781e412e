"""The record: rendering, stores, retention and the index of expedientes."""
