"""The server: what runs in a replica of a service. User code imports nothing from here."""
