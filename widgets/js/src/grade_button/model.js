/**
 * What the kernel hands to the page and is asked for: the traits and messages of `GradeMine`.
 *
 * @typedef {"again" | "busy" | "button" | "caption" | "check" | "checked" | "failed" | "graded" | "hand_in" | "hand_in_lead"
 *   | "handed" | "held" | "lead" | "name" | "no_kernel" | "no_page" | "open" | "part" | "path" | "points" | "seconds" | "task"
 *   | "title" | "total" | "untouched" | "verdict" | "waiting"} StringName
 * @typedef {Record<StringName, string>} Strings
 *
 * @typedef {object} Task
 * @property {string} title
 * @property {"good" | "part" | "bad" | "wait" | "open"} tone
 * @property {string} sign
 * @property {string} word
 * @property {number} points
 * @property {number} possible
 * @property {boolean} waiting whether a person grades it
 *
 * @typedef {"check" | "grade"} Kind with the visible tests only, or with all
 *
 * @typedef {object} Done what the grader gave
 * @property {"done"} phase
 * @property {Kind} [kind] what was asked for, where the page has done it
 * @property {string} saved when the notebook was saved
 * @property {string} path the feedback page as a file
 * @property {Task[]} tasks
 * @property {number} points
 * @property {number} possible
 * @property {number} waiting points that only a person can give
 * @property {number} held points that could not be given now
 *
 * @typedef {{ phase: "ready" | "busy" } | { phase: "absent" | "failed", message: string } | Done} State
 *
 * @typedef {object} Traits
 * @property {Strings} strings
 * @property {State} state
 * @property {string} assignment the exercise's name
 * @property {"" | "self-study" | "class"} edition "" where the kernel grades; else the page does, or only checks
 *
 * @typedef {import("@anywidget/types").AnyModel<Traits>} Model
 *
 * @typedef {{ kind: "grade" } | { kind: "page" }} Message what the page asks for
 * @typedef {{ kind: "page", html: string }} Reply the feedback page, which the kernel sends when asked
 *
 * @typedef {object} Outcome what the page's grader gives
 * @property {Task[]} tasks
 * @property {string} saved
 * @property {string} page the feedback page
 * @property {number} points
 * @property {number} possible
 * @property {number} waiting
 * @property {number} held
 *
 * @typedef {{ grade: (assignment: string, hidden: boolean) => Promise<Outcome> }} PageGrader
 *
 * @typedef {object} HandedIn the file that was downloaded
 * @property {string} file its name
 * @property {number} open how many tasks are as they were given out
 * @property {number} all how many tasks there are
 *
 * @typedef {object} PageHandIn how the page of the browser edition makes the file
 * @property {() => string} name the learner's name, as it was given the last time
 * @property {(assignment: string, name: string) => Promise<HandedIn>} download
 */
