// Says in one sentence that a browser is too old. A classic script of old words, because an old browser understands no others.
(function () {
  var fit =
    "noModule" in HTMLScriptElement.prototype &&
    typeof WebAssembly === "object" &&
    typeof BroadcastChannel === "function" &&
    typeof Object.hasOwn === "function" &&
    typeof Array.prototype.at === "function";
  if (fit) return;
  function tell() {
    var said = document.createElement("p");
    said.setAttribute("role", "alert");
    said.style.cssText = "max-width: 34em; margin: 15vh auto; padding: 0 1em; font: 18px/1.5 sans-serif";
    said.textContent =
      "This browser is too old for the course. What to do: update it, or open this page in a newer one. " +
      "The lessons to read work in any browser: go back to the list of units.";
    while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
    document.body.appendChild(said);
  }
  document.addEventListener("DOMContentLoaded", tell);
})();
