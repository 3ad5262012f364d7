"""The names under which inference code for MXNet finds its base class."""
