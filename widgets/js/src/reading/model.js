/**
 * What the kernel hands to the page: the traits of `ReadingView`.
 *
 * @typedef {"about" | "address" | "cautions" | "citation" | "copied" | "copy" | "count_many" | "count_none" | "count_one" | "date"
 *   | "dated_how" | "find" | "find_date" | "furniture" | "genre" | "hide_rest" | "highlighted" | "match" | "next" | "paragraph"
 *   | "previous" | "publisher" | "range" | "show_all" | "shown" | "title_is_ours" | "tools"} StringName
 * @typedef {Record<StringName, string>} Strings
 *
 * @typedef {object} Card the catalogue's entry of the reading
 * @property {string} name
 * @property {string} title
 * @property {boolean} title_is_ours
 * @property {string} publisher
 * @property {string} date
 * @property {string} dated_how
 * @property {string} genre
 * @property {string} url
 * @property {string[]} cautions
 * @property {boolean} undated whether the learner is to find out when it was written
 *
 * @typedef {object} Paragraph
 * @property {number} number
 * @property {string} text
 * @property {boolean} furniture whether it is from the web page around the text
 * @property {string[]} quotes the quotations to mark in it
 *
 * @typedef {object} Traits
 * @property {Strings} strings
 * @property {import("../citations/contract.js").CitationStrings} citing
 * @property {Card} card
 * @property {Paragraph[]} paragraphs
 * @property {number[]} shown the paragraphs to show first
 *
 * @typedef {import("@anywidget/types").AnyModel<Traits>} Model
 */
