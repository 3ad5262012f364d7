"""`python -m model_service.feeding`: puts many inputs to a model, and their answers beside each other into the object store.

It starts the model server, gives it this worker's share of the inputs, and keeps a record of what is done, so that a later
start goes on where this one ended. What to do stands in the variable MODEL_SERVICE_BATCH; the platform writes it.
"""

from __future__ import annotations

import logging
import sys

from model_service.feeding.feeder import Feeder
from model_service.feeding.plan import PlanProblem, read_plan


def main() -> int:
    """Do what the plan says; return the exit status."""
    logging.basicConfig(
        stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)s batch: %(message)s", force=True
    )
    try:
        plan = read_plan()
    except PlanProblem as problem:
        logging.getLogger("model_service.batch").error("%s", problem)  # noqa: TRY400 - the reason is enough
        return 2
    return Feeder(plan).run()


if __name__ == "__main__":
    sys.exit(main())
