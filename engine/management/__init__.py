"""Commands of the engine for the shell."""
