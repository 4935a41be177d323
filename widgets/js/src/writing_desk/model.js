/**
 * What the kernel hands to the page and is asked for: the traits and messages of `DeskText`.
 *
 * @typedef {"cell" | "citation_bad" | "citation_good" | "citations" | "claim" | "copied" | "copy" | "done" | "evidence"
 *   | "foreign" | "form_only" | "insert" | "insert_label" | "missing" | "no_cell" | "no_kernel" | "parts" | "replace"
 *   | "verdict" | "weigh" | "why" | "writes"} StringName
 * @typedef {Record<StringName, string>} Strings
 *
 * @typedef {{ text: string, good: boolean }} Part
 *
 * @typedef {object} Citation
 * @property {string} text as it is written
 * @property {boolean} good
 * @property {string} trouble what is wrong, and how to mend it
 * @property {{ text: string, mark: boolean }[]} runs the passage
 *
 * @typedef {object} Found what the kernel found in a text
 * @property {number} [request] the request that it answers
 * @property {string} count
 * @property {boolean} enough
 * @property {Part[]} parts
 * @property {Citation[]} citations
 * @property {string} quoted
 * @property {string[]} faults
 *
 * @typedef {{ claim: string, verdict: string, why: string }} Row
 * @typedef {{ question: string, rows: Row[] }} Group
 *
 * @typedef {object} Traits
 * @property {Strings} strings
 * @property {string} title
 * @property {string} cell the `grade_id` of the answer cell
 * @property {string} variable that holds the text; empty in a Markdown cell
 * @property {Group[]} table
 * @property {Found} found
 *
 * @typedef {import("@anywidget/types").AnyModel<Traits>} Model
 */
