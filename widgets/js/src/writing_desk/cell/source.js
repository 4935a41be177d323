/** The source of an answer cell: how a text stands in it. A Markdown cell is the text; in a code cell a variable holds it. */

const UNANSWERED = "YOUR ANSWER HERE";

/**
 * Write a text as the source of the answer cell.
 * @param {string} text
 * @param {string} variable empty for a Markdown cell
 */
export function sourceOf(text, variable) {
  if (!variable) return text || UNANSWERED;
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"');
  return text ? `${variable} = """\n${escaped}\n"""` : `${variable} = ""`;
}

/**
 * Read the text out of the answer cell's source; `null` if it holds something that no desk wrote.
 * @param {string} source
 * @param {string} variable empty for a Markdown cell
 * @returns {string | null}
 */
export function textOf(source, variable) {
  if (!variable) return source.trim() === UNANSWERED ? "" : source;
  const stripped = source
    .replace(/^#.*YOUR CODE HERE.*$/gm, "")
    .replace(/^raise NotImplementedError\(\)\s*$/gm, "")
    .trim();
  if (stripped === "" || stripped === `${variable} = ""` || stripped === `${variable} = ''`) return "";
  const match = new RegExp(`^${variable} *= *"""([\\s\\S]*)"""$`).exec(stripped);
  const inner = match?.[1];
  if (inner === undefined || !/^(?:[^\\"]|\\["\\]|"(?!""))*$/.test(inner)) return null;
  return inner
    .replace(/^\n/, "")
    .replace(/\n$/, "")
    .replace(/\\(["\\])/g, "$1");
}
