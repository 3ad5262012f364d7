"""Wire shapes of models."""
