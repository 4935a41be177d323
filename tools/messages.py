"""The catalogue of what the course says: ``python tools/messages.py extract`` writes the template, ``compile`` the translations.

Every string inside ``_()`` and ``ngettext()`` of the package goes into ``widgets/newspace/core/locale/newspace.pot``. A translation is a
copy of it at ``locale/<language>/LC_MESSAGES/newspace.po``; compiled, it lies beside it as ``newspace.mo`` and is used at once.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "widgets" / "newspace"
LOCALE = PACKAGE / "core" / "locale"
TEMPLATE = LOCALE / "newspace.pot"


def extracted() -> Catalog:
    """The catalogue of every message in the package, as its code is now."""
    catalog = Catalog(project="newspace", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        PACKAGE,
        method_map=[("**.py", "python")],
        keywords={"_": None, "ngettext": (1, 2)},
        comment_tags=("Translators:",),
    )
    for file, _line, message, comments, context in found:
        # Without line numbers the template changes only when a message does.
        catalog.add(
            message, locations=[(f"newspace/{Path(file).as_posix()}", 0)], auto_comments=comments, context=context
        )
    return catalog


def extract() -> None:
    """Write the template."""
    catalog = extracted()
    # The date of the day would make every run a change.
    catalog.mime_headers = [(name, value) for name, value in catalog.mime_headers if not name.endswith("-Date")]
    with TEMPLATE.open("wb") as out:
        write_po(out, catalog, sort_output=True, include_lineno=False, omit_header=True)
    print(f"{len(catalog)} messages in {TEMPLATE}")


def compile_all() -> int:
    """Compile every translation; returns how many there are."""
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/newspace.po"))
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
    if arguments == ["extract"]:
        extract()
    elif arguments == ["compile"]:
        print(f"{compile_all()} translations compiled.")
    else:
        print("Usage: python tools/messages.py extract|compile", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
