"""Routes of identity, one file per noun; each has a `router`."""
