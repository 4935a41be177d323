// Runs pytest inside the Pyodide of a built site, under node.js: the site's own lock and wheels, and the tests of this repository.
// node run_tests.mjs SITE REPOSITORY SITE-PACKAGES HYPOTHESIS-VERSION PYTEST-ARGUMENT…
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [site, repository, sitePackages, hypothesisVersion, ...given] = process.argv.slice(2);
const core = resolve(site, "pyodide");
const scratch = mkdtempSync(join(tmpdir(), "pyodide-"));
const { loadPyodide } = createRequire(import.meta.url)(join(core, "pyodide.js"));

/** What runs tests, and is no part of the site. All else has to come from the site's own wheels. */
const RUNNERS = /^(pytest|_pytest|py\.py|tzdata|pluggy|iniconfig|hypothesis|_hypothesis_\w+\.py|sortedcontainers)$/;

/** The site's lock with the path of every file. */
function lockFile() {
  const lock = JSON.parse(readFileSync(join(site, "newspace", "pyodide-lock.json"), "utf8"));
  for (const entry of Object.values(lock.packages)) {
    const home = entry.file_name.startsWith("wheels/") ? join(site, "newspace") : core;
    entry.file_name = resolve(home, entry.file_name);
  }
  const path = join(scratch, "pyodide-lock.json");
  writeFileSync(path, JSON.stringify(lock));
  return path;
}

// Without this, node would print Pyodide's whole program, which stands in one line, before an error.
process.on("uncaughtException", (error) => {
  console.error(String(error?.message ?? error));
  process.exit(70);
});

const python = await loadPyodide({
  indexURL: `${core}/`,
  lockFileURL: lockFile(),
  packages: ["newspace", "sqlite3", "ipython"],
  stdout: () => undefined,
  // With CI set, hypothesis draws the same examples each time, and sets no time for one.
  env: { HOME: "/home/pyodide", MPLBACKEND: "agg", CI: "true", PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1", PYTHONDONTWRITEBYTECODE: "1" },
});
python.setStdout({ batched: (line) => console.log(line) });

function mount(place, root) {
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: resolve(root) }, place);
}

mount("/repository", repository);
python.FS.mkdirTree("/runners");
for (const name of readdirSync(sitePackages).filter((name) => RUNNERS.test(name))) {
  const path = join(sitePackages, name);
  if (statSync(path).isDirectory()) mount(`/runners/${name}`, path);
  else python.FS.writeFile(`/runners/${name}`, readFileSync(path));
}
python.globals.set("given", python.toPy(given));
python.globals.set("hypothesis_version", hypothesisVersion);
const code = await python.runPythonAsync(`
import os, sys
os.chdir("/repository")
sys.path += ["/runners", "/repository/tests/support", "/repository/tests/support/browser/pyodide"]
import hypothesis_floats
hypothesis_floats.install(hypothesis_version)
from hypothesis import settings
# The same examples were drawn many times on the desktop: here it is seen that this Python gives the same answers.
settings.register_profile("tab", settings.get_profile("ci"), max_examples=15)
settings.load_profile("tab")
import pytest
from plugins import garbage
# A file that is open and has no name any more, as pytest captures with, is none here.
options = ["--capture=sys", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--rootdir=/repository", "--confcutdir=/repository/tests/widgets"]
int(pytest.main([*options, *given], plugins=[garbage]))
`);
rmSync(scratch, { recursive: true });
process.exit(code);
