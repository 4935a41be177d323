// What a start of Python has unpacked and compiled, kept in the browser's storage for the next start: unpacking some forty wheels and
// compiling a thousand modules takes most of a start, and gives the same each time. What is kept is bound to the site's lock, which
// holds the checksum of every wheel; an entry that is missing, cut off or altered means a start as if nothing were kept.
// A classic script for importScripts.
"use strict";

{
  const FORMAT = 1;
  const SUM = "newspace-sha256";
  const START = "newspace-start";
  const CALM_MS = 5000;
  const LOOKS = 120; // ten minutes; who opens a lesson later has a kernel of its own for it
  const ENOUGH_NEW = 50; // modules that are compiled anew cost a later start less than keeping them costs this one
  const AT_ONCE = 8; // modules that are compiled before the kernel may answer again
  const ROOM = 4; // notebooks and answers come first: so many times as much must be free
  const COMPILED = "/newspace-compiled";

  const sumOf = async (bytes) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  /**
   * A file of a folder: its path in it, its length, and its mode and time as the file system has them.
   * @typedef {[path: string, size: number, mode: number, time: number]} Listed
   * @typedef {{ files: Listed[], contents: Uint8Array[] }} Tree
   */

  /** List a folder of Python's file system. @returns {Tree} */
  function list(FS, root) {
    const tree = { files: [], contents: [] };
    const add = (folder, before) => {
      for (const [name, node] of Object.entries(folder.contents)) {
        const path = before + name;
        if (FS.isDir(node.mode)) add(node, `${path}/`);
        else if (!FS.isFile(node.mode)) throw new Error(`${path} is no file`);
        else {
          tree.files.push([path, node.usedBytes, node.mode, Number(node.timestamp)]);
          tree.contents.push(node.usedBytes > 0 ? node.contents.subarray(0, node.usedBytes) : new Uint8Array(0));
        }
      }
    };
    if (FS.analyzePath(root).exists) add(FS.lookupPath(root).node, "");
    return tree;
  }

  /** Put listed files into a folder; they share the memory of `data`, where they lie one after the other. */
  function place(FS, root, files, data) {
    const { MEMFS } = FS.filesystems;
    FS.mkdirTree(root);
    const folders = new Map([["", FS.lookupPath(root).node]]);
    const split = (path) => [path.slice(0, Math.max(path.lastIndexOf("/"), 0)), path.slice(path.lastIndexOf("/") + 1)];
    const folderOf = (path) => {
      if (!folders.has(path)) {
        const [parent, name] = split(path);
        folders.set(path, MEMFS.createNode(folderOf(parent), name, 0o40777, 0));
      }
      return folders.get(path);
    };
    let from = 0;
    for (const [path, size, mode, time] of files) {
      const [parent, name] = split(path);
      const node = MEMFS.createNode(folderOf(parent), name, mode, 0);
      Object.assign(node, { contents: data.subarray(from, from + size), usedBytes: size, timestamp: time });
      from += size;
    }
  }

  /**
   * Keep one entry: the length of its head, the head as JSON, and the pieces of its data; with the sum of all of it, and the start
   * that it is of. What is compiled holds for the files of the same start alone, since Python compares their times.
   */
  async function write(cache, address, start, head, pieces) {
    const text = new TextEncoder().encode(JSON.stringify(head));
    const size = pieces.reduce((sum, piece) => sum + piece.length, 4 + text.length);
    const { quota, usage } = await navigator.storage.estimate();
    if (quota - usage < ROOM * size) throw new Error("the browser has too little room");
    const body = new Uint8Array(size);
    new DataView(body.buffer).setUint32(0, text.length);
    let at = 4;
    for (const piece of [text, ...pieces]) {
      body.set(piece, at);
      at += piece.length;
    }
    await cache.put(address, new Response(body, { headers: { [SUM]: await sumOf(body), [START]: start } }));
  }

  /** Read an entry; null if there is none, or none that is whole. */
  async function read(cache, address) {
    const kept = await cache.match(address);
    if (!kept) return null;
    const body = new Uint8Array(await kept.arrayBuffer());
    if (kept.headers.get(SUM) !== (await sumOf(body))) return null;
    const from = 4 + new DataView(body.buffer).getUint32(0);
    const head = JSON.parse(new TextDecoder().decode(body.subarray(4, from)));
    return { start: kept.headers.get(START), head, data: body.subarray(from) };
  }

  /** What is kept for one lock and one list of packages. */
  class PreparedPython {
    #site;
    #cache;
    #key;
    #tidy;
    #files = null;
    #compiled = null;

    constructor(site, cache, key, tidy) {
      this.#site = site;
      this.#cache = cache;
      this.#key = key;
      this.#tidy = tidy;
    }

    /**
     * Open the storage; null where the browser keeps nothing.
     * @param {URL} site
     * @param {[lock: object, packages: string[]]} bound what the kept files were made of
     * @param {{ tidy?: boolean }} how whether what cannot be used is thrown away: what was kept for another lock, and what is not whole
     */
    static async open(site, bound, { tidy = true } = {}) {
      try {
        const key = await sumOf(new TextEncoder().encode(JSON.stringify([FORMAT, bound])));
        const cache = await caches.open(`newspace ${site.pathname} prepared`);
        if (tidy) for (const { url } of await cache.keys()) if (!url.endsWith(key)) await cache.delete(url);
        const found = new PreparedPython(site, cache, key, tidy);
        await found.#read().catch(() => found.#forget());
        return found;
      } catch {
        return null; // storage is refused, or this is no secure context
      }
    }

    /** Whether this start has nothing to unpack. */
    get ready() {
      return this.#files !== null && this.#files.start === this.#compiled?.start;
    }

    #address(name) {
      return new URL(`newspace/prepared/${name}?${this.#key}`, this.#site).href;
    }

    async #read() {
      [this.#files, this.#compiled] = await Promise.all(
        ["files", "compiled"].map((name) => read(this.#cache, this.#address(name))),
      );
      if (!this.ready) await this.#forget();
    }

    async #forget() {
      this.#files = this.#compiled = null;
      if (this.#tidy) await Promise.all(["files", "compiled"].map((name) => this.#cache.delete(this.#address(name))));
    }

    /**
     * Load Python with what is kept, or, where that does not work, throw it away and load nothing.
     * @param {(how: object) => Promise<object>} load loads Pyodide
     * @returns {Promise<object | null>} Pyodide
     */
    async load(load) {
      const { head, data } = this.#compiled;
      const library = URL.createObjectURL(new Blob([data.subarray(data.length - head.library)]));
      let failed = "its files were not asked for";
      const fsInit = (FS, { sitePackages }) => {
        // Pyodide goes on where this fails, so it is noted here.
        try {
          place(FS, sitePackages, this.#files.head.files, this.#files.data);
          place(FS, COMPILED + sitePackages, head.files, data);
          failed = null;
        } catch (error) {
          failed = error;
        }
      };
      try {
        const python = await load({ packages: [], stdLibURL: library, fsInit });
        if (failed) throw failed;
        Object.assign(python.loadedPackages, this.#files.head.packages);
        return python;
      } catch (error) {
        console.warn(`What was kept of Python could not be used, and is made anew: ${error}`);
        await this.#forget();
        return null;
      } finally {
        URL.revokeObjectURL(library);
      }
    }

    /**
     * Have a Python that was just loaded, before it imports anything, take what is compiled, and keep what it compiles itself.
     * @param {object} python Pyodide
     * @param {string} bytecode the address of the Python part
     */
    static async useCompiled(python, bytecode) {
      const given = await self.newspaceFiles.runFile(python, bytecode, "newspace_bytecode");
      given.get("keep_bytecode")(python._api.sitePackages, COMPILED);
      return given;
    }

    /**
     * Have a Python that was just loaded, before it imports anything, keep what it compiles; and when it is calm, keep all of it for
     * the next start. What goes wrong here costs the next start its time, and this one nothing.
     * @param {object} python Pyodide
     * @param {string} bytecode the address of the Python part
     * @param {() => void} done is called each time something was kept
     */
    async begin(python, bytecode, done) {
      const later = (error) => console.info(`The next start of Python will not be faster: ${error}`);
      try {
        const given = await PreparedPython.useCompiled(python, bytecode);
        const kept = this.ready ? this.#compiled.head.files.length : 0;
        const start = {
          name: this.ready ? this.#files.start : crypto.randomUUID(),
          unpacked: this.ready ? null : list(python.FS, python._api.sitePackages).files,
          packages: { ...python.loadedPackages },
          library: given.get("CompiledLibrary")(),
        };
        void this.#watch(python, start, kept, done).catch(later);
      } catch (error) {
        later(error);
      }
      this.#files = this.#compiled = null; // Python has it now
    }

    async #watch(python, start, kept, done) {
      const compiled = () => list(python.FS, COMPILED + python._api.sitePackages);
      let before = -1;
      for (let looks = 0; looks < LOOKS; looks += 1) {
        await new Promise((resolve) => setTimeout(resolve, CALM_MS));
        const now = compiled().files.length;
        if (now === before && now >= kept + (kept ? ENOUGH_NEW : 1)) {
          const lock = `newspace ${this.#key}`;
          await navigator.locks.request(lock, () => this.#keep(python, start, compiled()));
          kept = now;
          done();
        }
        before = now;
      }
    }

    /** Keep the files, unless they are kept already, and what was compiled of them. */
    async #keep(python, start, compiled) {
      const there = await this.#cache.match(this.#address("files"));
      if (start.unpacked && !there) {
        const { files, contents } = list(python.FS, python._api.sitePackages);
        if (JSON.stringify(files) !== JSON.stringify(start.unpacked)) throw new Error("its files were changed");
        await write(this.#cache, this.#address("files"), start.name, { files, packages: start.packages }, contents);
        start.unpacked = null;
      } else if (there?.headers.get(START) !== start.name) return; // another start keeps what it has
      while (start.library.compile_some(AT_ONCE)) await new Promise((resolve) => setTimeout(resolve));
      const bytes = start.library.read();
      const archive = bytes.toJs();
      bytes.destroy();
      const head = { files: compiled.files, library: archive.length };
      await write(this.#cache, this.#address("compiled"), start.name, head, [...compiled.contents, archive]);
    }
  }

  self.PreparedPython = PreparedPython;
}
