// The worker of a page's first kernel. The page starts it before JupyterLab is loaded, so that Python is loaded, and imports what
// every notebook needs, meanwhile. When JupyterLite asks for its worker, this one loads JupyterLite's program, and goes on as that.
// A classic script, as JupyterLite's is.
"use strict";

{
  const IMPORTS = "import pyodide_kernel, matplotlib.pyplot, newspace.views.shared.quiz.quiz, newspace.views.shared.explorer.explorer";

  const begin = async (options) => {
    const python = await self.loadPyodide(options);
    python.runPython(IMPORTS);
    return python;
  };

  const hear = ({ data }) => {
    if (data.begin) {
      importScripts(new URL("kernel_start.js", self.location.href).href);
      self.newspaceEarly = begin(data.begin);
      self.newspaceEarly.catch(() => undefined); // kernel_start.js has told it; JupyterLite hears of it when it asks
    } else {
      self.removeEventListener("message", hear);
      importScripts(data.become);
    }
  };
  self.addEventListener("message", hear);
}
