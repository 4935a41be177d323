/** The evidence table beside the text: each claim can be put into the text with one press. */
import { make, makeButton } from "../shared/dom.js";
import { fill } from "../shared/text.js";

/** @import { Group, Row, Strings } from "./model.js" */

/**
 * @param {Strings} strings
 * @param {Group[]} groups
 * @param {(claim: string) => void} insert
 */
export function makeEvidence(strings, groups, insert) {
  /** @param {Row} row */
  function rowOf(row) {
    const label = fill(strings.insert_label, { claim: row.claim });
    return make(
      "tr",
      {},
      make(
        "td",
        { class: "nsw-whole" },
        makeButton(strings.insert, () => insert(row.claim), { "aria-label": label }),
      ),
      make("th", { scope: "row" }, row.claim),
      make("td", { class: "nsw-whole" }, row.verdict),
      make("td", {}, row.why),
    );
  }
  const heads = ["", strings.claim, strings.verdict, strings.why].map((text) =>
    make(text ? "th" : "td", text ? { scope: "col" } : {}, text),
  );
  const bodies = groups.map((group) =>
    make(
      "tbody",
      {},
      make("tr", {}, make("th", { scope: "rowgroup", colSpan: 4 }, group.question)),
      ...group.rows.map(rowOf),
    ),
  );
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), ...bodies);
  const frame = make("div", { class: "nsw-table", tabIndex: 0, role: "region", "aria-label": strings.evidence }, table);
  const element = make("details", { class: "nsw-evidence" }, make("summary", {}, strings.evidence), frame);
  element.hidden = !groups.length;
  return element;
}
