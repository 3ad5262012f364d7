"""Operators of processing tasks: those that come with the platform, and what operators of users are made of.

An operator of a user is a Python file with a head that says what it takes, and a function that looks at one sample:

    # /// operator
    # {"name": "darken", "description": "Darken images",
    #  "parameters": [{"name": "by", "type": "number", "default": 0.5, "min": 0, "max": 1}]}
    # ///
    from modelyard_processing import Modified

    def process(sample, parameters, random):
        return Modified(sample.image.point(lambda value: int(value * parameters["by"])), why="darker")

`process` returns None (the sample stays as it is), `Deleted(why)`, `Modified(image, ...)`, `Added(image, ...)`, or a list of
these. `sample` has `image` (a Pillow image, read when it is asked for), `name`, `annotations` (a list of dictionaries) and
`path`. `random` is a `random.Random` that is the same in each run with the same seed.
"""

from modelyard_processing.samples import Added, Deleted, Modified, Sample

__all__ = ["Added", "Deleted", "Modified", "Sample"]
