// Has every notebook know which kernels there are, and have one of its own.

/** Do something with JupyterLab's application as soon as it is made, before it starts. */
function onceMade(use) {
  let made;
  Object.defineProperty(window, "jupyterapp", {
    configurable: true,
    get: () => made,
    set: (app) => {
      made = app;
      use(app);
    },
  });
}

/**
 * JupyterLab asks with a frame of the page which kernels there are, and a notebook that is opened before gets none. A busy machine
 * draws late, and a page in the background not at all, so here a notebook waits until they are known, and no frame has to be drawn.
 */
function waitForKernels({ kernelspecs, sessions }) {
  const none = () => Object.keys(kernelspecs.specs?.kernelspecs ?? {}).length === 0;
  const known = async () => {
    while (none()) {
      await kernelspecs.requestSpecs();
      if (none()) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const plain = sessions.refreshRunning.bind(sessions);
  sessions.refreshRunning = async () => {
    await known();
    await plain();
  };
}

/**
 * JupyterLite tells sessions apart by the names of their files, without the folders. A lesson and its exercise have one name, and
 * would be given one kernel, which then serves neither.
 */
function keepSessionsApart({ sessions }) {
  const plain = sessions.startNew.bind(sessions);
  sessions.startNew = (options, ...more) => plain({ ...options, name: options.path }, ...more);
}

/** Do both before JupyterLab starts. */
export function knowKernels() {
  onceMade(({ serviceManager }) => {
    waitForKernels(serviceManager);
    keepSessionsApart(serviceManager);
  });
}
