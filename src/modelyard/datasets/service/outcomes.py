"""How batches end: each item is judged by itself."""

from collections.abc import Sequence

from modelyard.core.errors import AppError
from modelyard.core.i18n import Language
from modelyard.datasets.schemas.datasets import BatchOutcome, ItemOutcome


def outcome_of(results: Sequence[AppError | None], language: Language) -> BatchOutcome:
    """Return what a batch answers. Raises the first failure if all items failed."""
    errors = [error for error in results if error is not None]
    if not errors:
        return BatchOutcome(success=True)
    if len(errors) == len(results):
        raise errors[0]
    items = [
        ItemOutcome(success=True)
        if error is None
        else ItemOutcome(success=False, error_code=error.code, error_msg=error.message(language))
        for error in results
    ]
    return BatchOutcome(success=False, error_code=errors[0].code, error_msg=errors[0].message(language), results=items)
