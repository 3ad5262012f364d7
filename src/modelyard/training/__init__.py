"""Training jobs: from a signed call to a model in the bucket."""
