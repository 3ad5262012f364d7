"""`python -m modelyard.server` is the `modelyard` command."""

from modelyard.server.cli import main

if __name__ == "__main__":
    main()
