"""form-js forms on the server."""
