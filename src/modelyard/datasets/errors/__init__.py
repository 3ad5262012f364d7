"""Failures of data management that a caller can meet, a module for each part. Codes: Modelyard.7000 to 7499."""
