"""Runs the command line: ``python -m monazite``."""

from monazite.cli import main

if __name__ == "__main__":
    main()
