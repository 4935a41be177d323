"""The catalogues of what course and grader say: ``python tools/messages.py extract`` writes the templates, ``compile`` the translations.

Every string inside ``_()``, ``ngettext()`` and their like goes into a template: the course's into
``widgets/newspace/core/locale/newspace.pot``, the grader's into ``grading/newspace_grading/disclosure/locale/newspace_grading.pot``.
A translation is a copy of it at ``locale/<language>/LC_MESSAGES/<name>.po``; compiled, it lies beside it as ``<name>.mo`` and is used at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "message": None, "plural_message": (1, 2)}


class Package(NamedTuple):
    """A package that has a catalogue.

    Attributes
    ----------
    folder : Path
        Its code.
    locale : Path
        The folder of its catalogue.
    """

    folder: Path
    locale: Path

    @property
    def domain(self) -> str:
        """The name of its catalogue."""
        return self.folder.name

    @property
    def template(self) -> Path:
        """The file with all its messages."""
        return self.locale / f"{self.domain}.pot"


COURSE = Package(ROOT / "widgets" / "newspace", ROOT / "widgets" / "newspace" / "core" / "locale")
GRADER = Package(ROOT / "grading" / "newspace_grading", ROOT / "grading" / "newspace_grading" / "disclosure" / "locale")
PACKAGES = (COURSE, GRADER)


def extracted(package: Package = COURSE) -> Catalog:
    """Extract the catalogue of every message in a package, as its code is now."""
    catalog = Catalog(project=package.domain, charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        package.folder, method_map=[("**.py", "python")], keywords=_KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, message, comments, context in found:
        # Without line numbers the template changes only when a message does.
        place = f"{package.domain}/{Path(file).as_posix()}"
        catalog.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalog


def extract(package: Package) -> None:
    """Write the template of a package."""
    catalog = extracted(package)
    # The date of the day would make every run a change.
    catalog.mime_headers = [(name, value) for name, value in catalog.mime_headers if not name.endswith("-Date")]
    package.locale.mkdir(exist_ok=True)
    with package.template.open("wb") as out:
        write_po(out, catalog, sort_output=True, include_lineno=False, omit_header=True)
    print(f"{len(catalog)} messages in {package.template}")


def compile_all(package: Package) -> int:
    """Compile every translation of a package; returns how many there are."""
    sources = sorted(package.locale.glob(f"*/LC_MESSAGES/{package.domain}.po"))
    for source in sources:
        with source.open("rb") as text:
            catalog = read_po(text, locale=source.parents[1].name)
        with source.with_suffix(".mo").open("wb") as out:
            write_mo(out, catalog)
        print(
            f"{source.with_suffix('.mo')}: {sum(bool(m.string) for m in catalog if m.id)} of {len(catalog)} messages translated"
        )
    return len(sources)


def main(arguments: list[str]) -> int:
    """Extract messages or compile translations; return the exit code."""
    if arguments == ["extract"]:
        for package in PACKAGES:
            extract(package)
    elif arguments == ["compile"]:
        print(f"{sum(map(compile_all, PACKAGES))} translations compiled.")
    else:
        print("Usage: python tools/messages.py extract|compile", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
