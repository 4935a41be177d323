// Says in one sentence why the course cannot begin: the browser is too old, or a part of the page did not arrive. A classic script of
// old words, because an old browser understands no others.
(function () {
  var fit =
    "noModule" in HTMLScriptElement.prototype &&
    typeof WebAssembly === "object" &&
    typeof BroadcastChannel === "function" &&
    typeof Object.hasOwn === "function" &&
    typeof Array.prototype.at === "function";

  function tell(sentence) {
    var said = document.createElement("p");
    said.setAttribute("role", "alert");
    said.style.cssText = "max-width: 34em; margin: 15vh auto; padding: 0 1em; font: 18px/1.5 sans-serif";
    said.textContent = sentence;
    while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
    document.body.appendChild(said);
  }

  function tellWhenDrawn(sentence) {
    if (document.readyState !== "loading") tell(sentence);
    else document.addEventListener("DOMContentLoaded", function () { tell(sentence); });
  }

  // Once notebooks are open, what did not arrive is said without taking them away.
  window.newspaceDidNotArrive = function () {
    var sentence =
      "A part of the course did not arrive. What to do: check the network connection, then reload this page. " +
      "What you wrote and saved is still in this browser.";
    if (!document.querySelector(".jp-LabShell")) return tellWhenDrawn(sentence);
    if (window.newspaceNotice) window.newspaceNotice(sentence);
  };

  if (!fit) {
    tellWhenDrawn(
      "This browser is too old for the course. What to do: update it, or open this page in a newer one. " +
        "The lessons to read work in any browser: go back to the list of units."
    );
    return;
  }
  var told = false;
  window.addEventListener(
    "error",
    function (event) {
      // An element that could not be loaded; an error in a program has no such target, and is none of the network's.
      if (told || !(event.target instanceof HTMLScriptElement)) return;
      told = true;
      window.newspaceDidNotArrive();
    },
    true
  );
})();
