"""The way of a model from its creation to published: which stage follows which.

```
 copy --> environment --> check --> done (published)
   |           |            |
   +-----------+------------+-----> done (failed, building_failed)
```
A stage that a model does not need is left out.
"""

from modelyard.registry.types import Stage

_ORDER = (Stage.COPY, Stage.ENVIRONMENT, Stage.CHECK, Stage.DONE)


def next_stage(stage: Stage, *, needs_environment: bool, needs_check: bool) -> Stage:
    """Return what comes after a stage that succeeded."""
    left_out = {Stage.ENVIRONMENT: not needs_environment, Stage.CHECK: not needs_check}
    following = _ORDER[_ORDER.index(stage) + 1 :] or (Stage.DONE,)
    return next(one for one in following if not left_out.get(one, False))
