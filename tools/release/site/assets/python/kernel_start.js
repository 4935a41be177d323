// Loaded by the kernel's worker in the place of Pyodide's own pyodide.js: says how far the start is, gives Pyodide the
// site's lock, and hands over to Pyodide. A classic script, because JupyterLite loads it with importScripts.
"use strict";

{
  const channel = new BroadcastChannel("newspace-kernel");
  const say = (stage, detail = {}) => channel.postMessage({ stage, ...detail });

  /** Count what is fetched until Python stands; the bytes of a compressed answer count as they are unpacked. */
  const countFetches = () => {
    const plain = self.fetch;
    let bytes = 0;
    let told = 0;
    const count = (chunk, controller) => {
      bytes += chunk.byteLength;
      if (bytes - told > 250_000) {
        told = bytes;
        say("fetching", { bytes });
      }
      controller.enqueue(chunk);
    };
    self.fetch = async (...request) => {
      const answer = await plain(...request);
      if (!answer.ok || answer.body === null) return answer;
      const { status, statusText, headers } = answer;
      const body = answer.body.pipeThrough(new TransformStream({ transform: count }));
      return new Response(body, { status, statusText, headers });
    };
    return () => {
      self.fetch = plain;
    };
  };

  /** The lock on the file of the answers, which the service worker keeps; the kernel's Python asks for it. */
  const lockAt = (site) => {
    const id = crypto.randomUUID();
    const ask = (what) => {
      const request = new XMLHttpRequest();
      request.open("GET", new URL(`newspace/lock?do=${what}&id=${id}`, site).href, false);
      try {
        request.send();
      } catch {
        return 0; // no service worker, and no server
      }
      return request.status;
    };
    return { acquire: () => ask("acquire"), release: () => ask("release") };
  };

  self.loadPyodide = async ({ coreURL, lockFileURL, packages, packed, ...options }) => {
    say("begun");
    const site = new URL("../", lockFileURL);
    self.newspaceLock = lockAt(site);
    let stopCounting = () => undefined;
    // JupyterLite wants ssl to be named, or fetches it; nothing here opens a connection. What stays packed has to be named, too.
    const needed = packages.filter((name) => name !== "ssl" && !packed.includes(name));
    try {
      for (const name of ["python_files.js", "prepared.js"]) importScripts(new URL(name, lockFileURL).href);
      importScripts(new URL("pyodide.js", coreURL).href);
      const lock = await self.newspaceFiles.lockWithAddresses(lockFileURL);
      const files = self.newspaceFiles.fetchPacked(packed, coreURL);
      files.catch(() => undefined); // it is waited for below
      const deferred = new URL("deferred.py", lockFileURL).href;
      const prepared = await self.PreparedPython.open(site, [self.newspaceFiles.lock, needed]);
      const load = (how) => self.loadPyodide({ ...options, indexURL: coreURL, lockFileURL: lock, ...how });
      let pyodide = prepared?.ready ? await prepared.load(load) : null;
      const wasPrepared = pyodide !== null;
      if (!wasPrepared) {
        stopCounting = countFetches();
        pyodide = await load({ packages: [] });
        await self.newspaceFiles.loadPackages(pyodide, needed, deferred);
        self.newspaceFiles.mendFontList(pyodide);
      }
      self.newspaceFiles.expectAll(pyodide, needed);
      self.newspaceFiles.lookAtDriveLast(pyodide);
      await prepared?.begin(pyodide, new URL("bytecode.py", lockFileURL).href, () => say("kept"));
      await self.newspaceFiles.deferImports(pyodide, deferred, await files);
      say("loaded", { prepared: wasPrepared });
      return pyodide;
    } catch (error) {
      say("failed", { reason: String(error) });
      throw error;
    } finally {
      stopCounting();
    }
  };
}
