"""Wire shapes of identity, one file per noun."""
