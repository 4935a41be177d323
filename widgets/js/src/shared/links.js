/** Link to other sites. */
import { make } from "./dom.js";

/**
 * Make a link that opens in a new tab; what is no web address stays plain text.
 * @param {string} url
 * @param {string} text
 * @returns {HTMLAnchorElement | string}
 */
export function outsideLink(url, text) {
  if (!/^https?:\/\//.test(url)) return text;
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}
