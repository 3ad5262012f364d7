"""Feeds a model server with the inputs of a batch service, and writes down what came of each."""
