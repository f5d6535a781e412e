"""Commands of the room `bpmn`."""
