"""`python -m modelyard_processing FOLDER`: what the platform runs inside a task."""

import sys

from modelyard_processing.running import Run

if __name__ == "__main__":
    Run(sys.argv[1]).run()
