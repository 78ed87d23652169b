"""The audit of a simulated nation, in a process of its own: started by ``benchmarks.nation``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from benchmarks.nation import Nation, run

if __name__ == "__main__":
    run(msgspec.convert(json.loads(sys.argv[1]), Nation), Path(sys.argv[2]))
