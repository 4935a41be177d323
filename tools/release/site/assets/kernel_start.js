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

  /** The site's lock with full addresses for our own wheels: Pyodide looks for the rest where its core lies. */
  const lockWithAddresses = async (url) => {
    const lock = await (await fetch(url)).json();
    for (const entry of Object.values(lock.packages)) {
      if (entry.file_name.startsWith("wheels/")) entry.file_name = new URL(entry.file_name, url).href;
    }
    return URL.createObjectURL(new Blob([JSON.stringify(lock)], { type: "application/json" }));
  };

  /**
   * Pyodide's matplotlib 3.8.4 brings a list of fonts that says to be of another version, so matplotlib would look for them
   * anew, with a warning. Half of it are fonts of the machine that built it, which no browser has.
   */
  const mendFontList = ({ FS, version }) => {
    const path = "/lib/python3.12/site-packages/matplotlib/fontlist.json";
    if (version !== "0.27.7" || !FS.analyzePath(path).exists) return;
    const list = JSON.parse(FS.readFile(path, { encoding: "utf8" }));
    const own = (font) => !font.fname.startsWith("/");
    const mended = { ...list, _version: 330, ttflist: list.ttflist.filter(own), afmlist: list.afmlist.filter(own) };
    FS.writeFile(path, JSON.stringify(mended));
  };

  self.loadPyodide = async ({ coreURL, lockFileURL, packages, ...options }) => {
    say("begun");
    const stopCounting = countFetches();
    try {
      importScripts(new URL("pyodide.js", coreURL).href);
      const pyodide = await self.loadPyodide({
        ...options,
        indexURL: coreURL,
        lockFileURL: await lockWithAddresses(lockFileURL),
        // JupyterLite wants ssl to be named, or fetches it; nothing here opens a connection.
        packages: packages.filter((name) => name !== "ssl"),
      });
      mendFontList(pyodide);
      say("loaded");
      return pyodide;
    } catch (error) {
      say("failed", { reason: String(error) });
      throw error;
    } finally {
      stopCounting();
    }
  };
}
