"""Every read of the tables of objects."""
