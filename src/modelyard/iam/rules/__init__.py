"""Pure decisions of identity: policies, signatures, one-time passwords. No I/O here."""
