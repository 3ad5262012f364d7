"""Pure decisions about services."""
