/**
 * What the kernel hands to the page and is asked for: the traits and messages of `Quiz`.
 *
 * @typedef {"answer" | "answer_in" | "back" | "by_objective" | "by_question" | "check" | "choose" | "contradicted" | "credit"
 *   | "down" | "evidence" | "explain" | "explanation" | "facts" | "followed" | "gap" | "go_to" | "hint" | "hints" | "move_down"
 *   | "move_up" | "moved" | "next" | "no_answer" | "no_review" | "not in the readings" | "not_followed" | "not_last" | "noted" | "open"
 *   | "order_help" | "other_units" | "paragraph" | "part_wrong" | "partly" | "previous" | "progress" | "question" | "questions"
 *   | "quoted" | "review" | "right" | "right_answer" | "sources" | "step" | "summary" | "supported" | "to_answer" | "to_summary"
 *   | "try_again" | "up" | "verdict" | "wrong"} StringName
 * @typedef {Record<StringName, string>} OwnStrings
 * @typedef {import("../citations/contract.js").CitationStrings} CitationStrings
 * @typedef {OwnStrings & CitationStrings} Strings
 *
 * @typedef {"right" | "partly" | "wrong" | "noted" | "open"} Status
 * @typedef {{ text: string } | { label: string, quote: string }} Run text, or a citation with its quotation
 * @typedef {Run[]} Prose one paragraph
 *
 * @typedef {object} Part a choice, an item to order, a group
 * @property {string} code
 * @property {string} text
 *
 * @typedef {object} AnyForm what it takes to ask a question
 * @property {string} code
 * @property {string} rule how it is credited
 * @property {number} hints how many there are
 * @property {Prose[]} prompt
 * @property {Prose} about what the question goes by in the summary
 * @property {Part[]} choices
 * @property {Part[]} groups
 *
 * @typedef {AnyForm & { kind: "one" | "several" | "order" | "match" }} PartsForm
 * @typedef {AnyForm & { kind: "number", unit: string, other_units: string }} NumberForm
 * @typedef {AnyForm & { kind: "gap", before: string, after: string }} GapForm
 * @typedef {AnyForm & { kind: "claim", claim: string, readings: Record<string, number[]> }} ClaimForm
 * @typedef {PartsForm | NumberForm | GapForm | ClaimForm} Form
 *
 * @typedef {unknown} Answer its shape depends on the kind of the question
 *
 * @typedef {object} Note
 * @property {string} part the code of the part that it is about
 * @property {string} name
 * @property {boolean | null} good nothing where it takes no side
 * @property {Prose[]} text
 *
 * @typedef {object} Place a cited paragraph in full
 * @property {string} label
 * @property {string} title
 * @property {{ text: string, mark: boolean }[]} runs
 *
 * @typedef {{ text: string, sources: { text: string, url: string }[] }} FactLine
 *
 * @typedef {object} Explanation
 * @property {string[]} solution
 * @property {Prose[]} text
 * @property {Place[]} places
 * @property {FactLine[]} facts
 *
 * @typedef {object} Entry what the kernel has given for a question that was answered
 * @property {number} serial how often it was answered
 * @property {Answer} answer
 * @property {Exclude<Status, "open">} status
 * @property {string} message
 * @property {Note[]} notes
 * @property {Prose[][]} hints
 * @property {Explanation} [explanation]
 *
 * @typedef {object} Summary
 * @property {string} text
 * @property {Record<string, string>} questions by their codes
 * @property {{ text: string, words: string, status: Status }[]} objectives
 *
 * @typedef {Record<string, { title: string, paragraphs: Record<string, string> }>} Readings by their names
 *
 * @typedef {object} Traits
 * @property {OwnStrings} strings
 * @property {CitationStrings} citing
 * @property {string} title
 * @property {Form[]} forms
 * @property {Readings} readings what claims offer to choose from
 * @property {Record<string, Entry | { hints: Prose[][] }>} progress by the questions' codes
 * @property {Summary} summary
 * @property {string} notice
 *
 * @typedef {import("@anywidget/types").AnyModel<Traits>} Model
 *
 * @typedef {"check" | "hint" | "explain"} Request
 * @typedef {{ request: number, view: string, said: string }} Reply what is wrong with a request; empty if nothing is
 *
 * @typedef {object} Context what the parts of one view share
 * @property {Model} model
 * @property {Strings} strings
 * @property {string} uid
 *
 * @typedef {object} Controls the form elements of one question
 * @property {HTMLElement} element
 * @property {() => Answer} read
 * @property {(answer: Answer) => void} write
 * @property {() => void} clear before another try
 * @property {() => void} focus
 * @property {(notes: Note[]) => void} mark shows which parts are right; no notes, no marks
 */
