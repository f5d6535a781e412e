"""The entity's dated values and closed days: read, entered by who answers for them, with their history."""
