/** Do things once nothing has called for them for a while. */
export function makeTimers() {
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const running = new Map();
  /** @param {string} name */
  function stop(name) {
    clearTimeout(running.get(name));
    return running.delete(name);
  }
  /**
   * @param {string} name what is called for
   * @param {number} wait milliseconds
   * @param {() => void} act
   */
  function later(name, wait, act) {
    stop(name);
    running.set(
      name,
      setTimeout(() => {
        running.delete(name);
        act();
      }, wait),
    );
  }
  function stopAll() {
    for (const name of [...running.keys()]) stop(name);
  }
  return { later, stop, stopAll };
}
