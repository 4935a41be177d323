// Grades one notebook in a Python of its own, so that the page can end what takes too long. A classic script, because Pyodide's
// pyodide.js is loaded with importScripts.
"use strict";

const HERE = self.location.href;

/** Load Python with the grader in it. */
async function startPython({ core, grader }) {
  const coreUrl = new URL(core, new URL("../", HERE)).href;
  importScripts(new URL("python_files.js", HERE).href, new URL("pyodide.js", coreUrl).href);
  const python = await self.loadPyodide({
    indexURL: coreUrl,
    lockFileURL: await self.newspaceFiles.lockWithAddresses(new URL("pyodide-lock.json", HERE).href),
    packages: grader,
    env: { HOME: "/home/pyodide", MPLBACKEND: "agg" },
    stdout: () => undefined,
    stderr: () => undefined,
  });
  self.newspaceFiles.expectAll(python, grader);
  self.newspaceFiles.mendFontList(python);
  return python;
}

self.addEventListener("message", async ({ data: { about, request } }) => {
  try {
    const python = await startPython(about);
    const { grade_request: grade } = python.pyimport("newspace_grading.cli.in_browser");
    grade(request, "/home/pyodide/grading", (event) => self.postMessage(JSON.parse(event)));
  } catch (error) {
    self.postMessage({ event: "failed", reason: String(error?.message ?? error).trim().split("\n").at(-1) });
  }
});
