/** A link to the feedback page, which the kernel sends as text and the browser opens from memory. */
import { make } from "../shared/dom.js";

/**
 * Keep the address of one page at a time, so that its memory can be given back.
 * @param {string} text of the link
 */
export function makeFeedbackLink(text) {
  let address = "";
  function drop() {
    if (address) URL.revokeObjectURL(address);
    address = "";
  }
  /**
   * Make the link to a page, which takes the place of the last one. The page forbids itself scripts and the network
   * (Content-Security-Policy), and everything of the learner's in it is escaped.
   * @param {string} html
   */
  function linkTo(html) {
    drop();
    address = URL.createObjectURL(new Blob([html], { type: "text/html" }));
    const link = make("a", { href: address, target: "_blank", rel: "noopener" }, text);
    return make("p", { class: "nsm-link" }, link);
  }
  return { drop, linkTo };
}
