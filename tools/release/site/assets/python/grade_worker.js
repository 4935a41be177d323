// Grades one notebook in a Python of its own, so that the page can end what takes too long. A classic script, because Pyodide's
// pyodide.js is loaded with importScripts.
"use strict";

const HERE = self.location.href;

/**
 * Load Python with the grader in it: where the kernel's was kept for its next start, that one, with what the grader needs besides.
 * @returns {Promise<{ python: object, prepared: boolean }>}
 */
async function startPython({ core, grader, kernel }) {
  const coreUrl = new URL(core, new URL("../", HERE)).href;
  for (const name of ["python_files.js", "prepared.js"]) importScripts(new URL(name, HERE).href);
  importScripts(new URL("pyodide.js", coreUrl).href);
  const options = {
    indexURL: coreUrl,
    lockFileURL: await self.newspaceFiles.lockWithAddresses(new URL("pyodide-lock.json", HERE).href),
    env: { HOME: "/home/pyodide", MPLBACKEND: "agg" },
    stdout: () => undefined,
    stderr: () => undefined,
  };
  const load = (how) => self.loadPyodide({ ...options, ...how });
  // What is kept is the kernel's: nothing of it is thrown away here.
  const kept = await self.PreparedPython.open(new URL("../", HERE), [self.newspaceFiles.lock, kernel], { tidy: false });
  let python = kept?.ready ? await kept.load(load) : null;
  const prepared = python !== null;
  if (prepared) {
    await self.PreparedPython.useCompiled(python, new URL("bytecode.py", HERE).href);
    await python.loadPackage(grader, { messageCallback: () => undefined, errorCallback: () => undefined });
  } else {
    python = await load({ packages: grader });
    self.newspaceFiles.mendFontList(python);
  }
  self.newspaceFiles.expectAll(python, grader);
  await self.newspaceFiles.deferImports(python, new URL("deferred.py", HERE).href);
  return { python, prepared };
}

self.addEventListener("message", async ({ data: { about, request } }) => {
  try {
    const { python, prepared } = await startPython(about);
    self.postMessage({ event: "started", prepared });
    const { grade_request: grade } = python.pyimport("newspace_grading.cli.in_browser");
    grade(request, "/home/pyodide/grading", (event) => self.postMessage(JSON.parse(event)));
  } catch (error) {
    self.postMessage({ event: "failed", reason: String(error?.message ?? error).trim().split("\n").at(-1) });
  }
});
