// Starts the first kernel's worker before JupyterLab is loaded, and hands it over when JupyterLite makes one.

const KERNEL = "/@jupyterlite/pyodide-kernel-extension/static/";

/**
 * Start Python in a worker now; the first worker that JupyterLite makes for a kernel is this one.
 * @param {URL} site
 * @param {object} options what JupyterLite gives to loadPyodide, with addresses seen from the site
 */
export function startKernelEarly(site, options) {
  const Plain = window.Worker;
  const early = new Plain(new URL("newspace/early_kernel.js", site));
  const absolute = ([name, value]) => [name, name.endsWith("URL") ? new URL(value, site).href : value];
  early.postMessage({ begin: Object.fromEntries(Object.entries(options).map(absolute)) });
  window.Worker = class extends Plain {
    constructor(address, ...more) {
      if (String(address).includes(KERNEL)) {
        window.Worker = Plain;
        early.postMessage({ become: String(address) });
        return early;
      }
      super(address, ...more);
    }
  };
}
