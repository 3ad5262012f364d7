"""Tables of services. Rows never leave this capability."""
