"""AI applications (models): packages and images that services run, each version a record of its own.

We own what a model is: its package as an immutable copy, its configuration, its environment, whether it can be loaded. We
ask `objects` for the package, `images` for what it runs in, `compute` to load it once in a sandbox, `training` for the
output of jobs. `service.servable` says what is to be run; start reading at `types.Servable` and `loops`.
"""
