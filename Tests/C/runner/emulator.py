"""The emulator's package, which lies beside this directory."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "Emulator"))
from cloud_emulator.process import EmulatorProcess

__all__ = ["EmulatorProcess"]
