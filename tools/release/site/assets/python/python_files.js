// What every Python of this site needs of its files: the kernel's, and the one that grades. A classic script for importScripts.
"use strict";

self.newspaceFiles = {
  /** The site's lock with full addresses for our own wheels: Pyodide looks for the rest where its core lies. */
  async lockWithAddresses(url) {
    const lock = await (await fetch(url)).json();
    for (const entry of Object.values(lock.packages)) {
      if (entry.file_name.startsWith("wheels/")) entry.file_name = new URL(entry.file_name, url).href;
    }
    this.packages = lock.packages;
    return URL.createObjectURL(new Blob([JSON.stringify(lock)], { type: "application/json" }));
  },

  /** Refuse to go on without a package, or what it needs, that did not arrive whole: Pyodide itself would go on. */
  expectAll(python, names) {
    const plain = (name) => name.toLowerCase().replaceAll("_", "-");
    const loaded = new Set(Object.keys(python.loadedPackages).map(plain));
    const needed = new Set(names.map(plain));
    for (const name of needed) for (const other of this.packages[name]?.depends ?? []) needed.add(plain(other));
    const missing = [...needed].filter((name) => !loaded.has(name));
    if (missing.length > 0) throw new Error(`${missing.join(", ")}: did not arrive`);
  },

  /**
   * Pyodide's matplotlib 3.8.4 brings a list of fonts that says to be of another version, so matplotlib would look for them
   * anew, with a warning. Half of it are fonts of the machine that built it, which no browser has.
   */
  mendFontList({ FS, version }) {
    const path = "/lib/python3.12/site-packages/matplotlib/fontlist.json";
    if (version !== "0.27.7" || !FS.analyzePath(path).exists) return;
    const list = JSON.parse(FS.readFile(path, { encoding: "utf8" }));
    const own = (font) => !font.fname.startsWith("/");
    const mended = { ...list, _version: 330, ttflist: list.ttflist.filter(own), afmlist: list.afmlist.filter(own) };
    FS.writeFile(path, JSON.stringify(mended));
  },

  /**
   * Have Python look for a module in the notebook's folder after all others: each look there is a request to the page, and there
   * are two hundred in a start.
   */
  lookAtDriveLast(pyodide) {
    pyodide.runPython("import sys; sys.path.append(sys.path.pop(sys.path.index('')))");
  },
};
