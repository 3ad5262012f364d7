"""What stands between data management and the outside."""
