// What every Python of this site needs of its files: the kernel's, and the one that grades. A classic script for importScripts.
"use strict";

const PACKED = "/lib/newspace-packed";

self.newspaceFiles = {
  /** The site's lock with full addresses for our own wheels: Pyodide looks for the rest where its core lies. */
  async lockWithAddresses(url) {
    const lock = await (await fetch(url)).json();
    for (const entry of Object.values(lock.packages)) {
      if (entry.file_name.startsWith("wheels/")) entry.file_name = new URL(entry.file_name, url).href;
    }
    this.lock = lock;
    return URL.createObjectURL(new Blob([JSON.stringify(lock)], { type: "application/json" }));
  },

  /** Refuse to go on without a package, or what it needs, that did not arrive whole: Pyodide itself would go on. */
  expectAll(python, names) {
    const plain = (name) => name.toLowerCase().replaceAll("_", "-");
    const loaded = new Set(Object.keys(python.loadedPackages).map(plain));
    const needed = new Set(names.map(plain));
    for (const name of needed) for (const other of this.lock.packages[name]?.depends ?? []) needed.add(plain(other));
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

  /** Run a file of Python under a name of its own, and return its names. */
  async runFile(python, url, name) {
    const names = python.toPy({ __name__: name });
    python.runPython(await (await fetch(url)).text(), { globals: names });
    return names;
  },

  /**
   * Fetch the wheels of packages, and of what they need, that are unpacked when they are first used.
   * @returns {Promise<Map<string, Uint8Array>>} by file name
   */
  async fetchPacked(names, coreURL) {
    const all = new Set(names);
    for (const name of all) for (const other of this.lock.packages[name].depends) all.add(other);
    const wheels = [...all].map(async (name) => {
      const { file_name: file, sha256 } = this.lock.packages[name];
      const sum = btoa(String.fromCharCode(...sha256.match(/../g).map((two) => parseInt(two, 16))));
      const answer = await fetch(new URL(file, coreURL), { integrity: `sha256-${sum}` });
      if (!answer.ok) throw new Error(`${name}: did not arrive`);
      return [file.split("/").at(-1), new Uint8Array(await answer.arrayBuffer())];
    });
    return new Map(await Promise.all(wheels));
  },

  /** Run deferred.py, once for the Python of this worker, and return its names. */
  async deferred(python, url) {
    this.deferredNames ??= await this.runFile(python, url, "newspace_deferred");
    return this.deferredNames;
  },

  /**
   * Load packages as Pyodide does, but leave it to the imports to load the libraries in them: many are imported later, or never.
   * `url` is that of deferred.py.
   */
  async loadPackages(python, names, url) {
    const given = await this.deferred(python, url);
    const restore = given.get("leave_libraries_to_imports")();
    try {
      await python.loadPackage(names, { messageCallback: () => undefined, errorCallback: (text) => console.warn(text) });
    } finally {
      restore();
      restore.destroy();
    }
  },

  /**
   * Have Python import what a terminal, completion of names, and %pip need when it is first used; `url` is that of deferred.py.
   * @param {Map<string, Uint8Array>} [packed] the wheels of jedi, if it is not there yet
   */
  async deferImports(python, url, packed = new Map()) {
    const given = await this.deferred(python, url);
    for (const [file, bytes] of packed) {
      python.FS.mkdirTree(PACKED);
      python.FS.writeFile(`${PACKED}/${file}`, bytes, { canOwn: true });
    }
    given.get("defer_terminal")();
    given.get("defer_jedi")(packed.size > 0 ? PACKED : "");
    given.get("defer_piplite")();
  },

  /**
   * Have Python look for a module in the notebook's folder after all others: each look there is a request to the page, and there
   * are two hundred in a start.
   */
  lookAtDriveLast(pyodide) {
    pyodide.runPython("import sys; sys.path.append(sys.path.pop(sys.path.index('')))");
  },
};
