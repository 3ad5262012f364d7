"""Wire shapes of training jobs."""
