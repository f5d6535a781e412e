"""Good, bad and attacked PDFs, made from the published description of each class."""
