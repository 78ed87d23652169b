"""Puts the pinned axe-core into the wheel, so that an installed auditor needs no npm."""

import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PACKAGE = Path("engines/node_modules/axe-core")
FILES = ("axe.min.js", "package.json", "LICENSE", "locales/zh_TW.json")


class WithEngine(build_py):
    """Build as ever, then copy what the auditor reads of axe-core; an editable install reads it where npm put it."""

    def run(self) -> None:
        """Raises ``SystemExit`` where npm has not fetched the package yet."""
        super().run()
        if self.editable_mode:
            return
        if not (PACKAGE / FILES[0]).is_file():
            sys.exit(f"{PACKAGE} is missing: run `npm ci --prefix engines --ignore-scripts`, then build again.")
        for name in FILES:
            target = Path(self.build_lib, "auditor", "engines", PACKAGE.name, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(PACKAGE / name, target)


setup(cmdclass={"build_py": WithEngine})
