/**
 * What the kernel hands to the page: the traits of `GlossaryView`.
 *
 * @typedef {"all" | "explained" | "find" | "found_many" | "found_none" | "found_one" | "ja" | "ko" | "title"} StringName
 * @typedef {Record<StringName, string>} Strings
 *
 * @typedef {object} Term
 * @property {string} term
 * @property {string[]} also other names of the same
 * @property {string} meaning
 * @property {string} ko
 * @property {string} ja
 * @property {string} lesson the lesson's title
 * @property {string} link its notebook; empty if it is not there
 *
 * @typedef {object} Traits
 * @property {Strings} strings
 * @property {Term[]} terms
 *
 * @typedef {import("@anywidget/types").AnyModel<Traits>} Model
 */
