"""The failures a caller of identity can meet, one file per noun."""
