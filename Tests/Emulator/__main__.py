"""`python3 Tests/Emulator`: start the emulator."""

import sys

from cloud_emulator.cli import main

if __name__ == "__main__":
    sys.exit(main())
