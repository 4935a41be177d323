"""Write the question banks for another system (``make questions``): Moodle XML, and a QTI 2.1 package for each unit.

What a format cannot say of a question is listed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from authoring.exit_codes import exit_code_of
from authoring.question_files.losses import FORMATS, losses
from authoring.question_files.moodle_xml import moodle_xml
from authoring.question_files.qti import qti_package
from newspace.questions import load_bank

HOME = Path(__file__).resolve().parents[3]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0 if the files were written, 2 if a person has to do something first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("units", nargs="*", metavar="UNIT", help="such as 02_ispace_missions (default: all)")
    parser.add_argument("--to", type=Path, default=HOME / "dist" / "questions", help="where to write")
    options = parser.parse_args(arguments)
    return exit_code_of(lambda: export_question_banks(options.units, options.to))


def export_question_banks(units: Sequence[str], target: Path) -> None:
    """Write each unit's bank in both formats, and list what these cannot say."""
    names = list(units) or sorted(path.stem for path in (HOME / "lessons" / "quizzes").glob("*.toml"))
    banks = [load_bank(name) for name in names]
    target.mkdir(parents=True, exist_ok=True)
    for bank in banks:
        files = {
            "moodle": (f"{bank.unit}-moodle.xml", moodle_xml(bank)),
            "qti": (f"{bank.unit}-qti21.zip", qti_package(bank)),
        }
        for form in FORMATS:
            name, data = files[form]
            (target / name).write_bytes(data)
            print(f"{target / name}: {len(bank.questions)} questions. It cannot say:")
            for loss in losses(bank.questions, form):
                print(f"  - {loss}")


if __name__ == "__main__":
    raise SystemExit(main())
