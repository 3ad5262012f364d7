"""Every read of the tables of identity, one file per noun."""
