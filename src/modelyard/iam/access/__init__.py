"""What may be permitted in identity: every action, as data. `ACTIONS` is our part of the catalogue."""

from modelyard.core.access import Action
from modelyard.iam.access import authentication, directory, modelarts

ACTIONS: tuple[Action, ...] = tuple(
    value for module in (authentication, directory, modelarts) for value in vars(module).values() if isinstance(value, Action)
)
