/**
 * What the kernel hands to the page and is asked for: the traits and messages of `Explorer`.
 *
 * @typedef {"at_clock" | "before" | "believed" | "charts" | "choose" | "controls" | "exact" | "exact_plain" | "gap" | "happened"
 *   | "lander" | "marks" | "next_moment" | "no_answer" | "other" | "outside" | "pause" | "play" | "predicted" | "presets" | "range" | "rate"
 *   | "refused" | "reset" | "same" | "site" | "site_ahead" | "sources" | "time" | "view"} StringName
 * @typedef {Record<StringName, string>} Strings
 *
 * @typedef {number | string} Value
 * @typedef {Record<string, Value>} Values by the names of the controls
 *
 * @typedef {object} SliderSpec
 * @property {"slider"} kind
 * @property {string} name
 * @property {string} label
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {number} value
 * @property {string} unit
 * @property {string} help
 *
 * @typedef {{ value: string, text: string }} Option
 *
 * @typedef {object} ChoiceSpec
 * @property {"choice"} kind
 * @property {string} name
 * @property {string} label
 * @property {Option[]} options
 * @property {string} value
 * @property {string} help
 *
 * @typedef {{ name: string, label: string, values: Values }} PresetSpec
 * @typedef {{ prompt: string, options: Option[], button: string }} QuestionSpec
 * @typedef {{ predicted?: string, happened?: string, same?: boolean }} Compared in words
 *
 * @typedef {object} State what came of the last run
 * @property {string} [request] the request that it answers
 * @property {Values} [values]
 * @property {boolean} [narrow]
 * @property {string} [error]
 * @property {string} [sentence]
 * @property {string} [words]
 * @property {Compared} [prediction]
 * @property {string} [change] what has changed since the run that stands pale in the picture
 *
 * @typedef {object} Panel where axes are in the picture, as `newspace.figures.shared.motion.Panel`
 * @property {[number, number, number, number]} box left, top, right and bottom, as shares of the picture
 * @property {[number, number]} x
 * @property {[number, number]} y
 * @property {number} x_unit
 * @property {number} y_unit
 * @property {boolean} log
 *
 * @typedef {object} Mover
 * @property {string} panel
 * @property {string} x
 * @property {string} y
 * @property {"true" | "believed" | "now" | "person"} look
 * @property {string} number
 * @property {string} label
 *
 * @typedef {{ time: number, label: string, text: string }} Moment
 *
 * @typedef {object} Motion what can be played over the picture
 * @property {string} name
 * @property {Record<string, number[]>} series of equal length; `time` is one of them
 * @property {Record<string, Panel>} panels
 * @property {Mover[]} movers
 * @property {Moment[]} moments
 * @property {{ template: string, digits: Record<string, number> }} spoken
 * @property {"elapsed" | "day"} clock
 * @property {[number, number, number]} pace seconds played in one at most, at least, and how soon it slows down
 * @property {{ kind?: "descent", land?: [number, number][], landed?: boolean }} scene
 *
 * @typedef {object} MarkSpec what answers in the picture, as `newspace.figures.shared.marks.Mark`
 * @property {string} name
 * @property {[number, number, number, number]} box left, top, right and bottom, as shares of the picture
 * @property {string} label
 * @property {string} text
 * @property {{ name: string, url: string }[]} sources
 * @property {string} action
 * @property {Values} values
 *
 * @typedef {object} Traits
 * @property {Strings} strings
 * @property {import("../citations/contract.js").CitationStrings} citing
 * @property {string} title
 * @property {string} caption
 * @property {(SliderSpec | ChoiceSpec)[]} controls
 * @property {PresetSpec[]} presets
 * @property {QuestionSpec | { prompt?: undefined }} question
 * @property {State} state
 * @property {DataView} picture PNG
 * @property {Motion | { name?: undefined }} motion
 * @property {MarkSpec[]} marks
 *
 * @typedef {import("@anywidget/types").AnyModel<Traits>} Model
 *
 * @typedef {object} Wish what the page asks for
 * @property {Values} values
 * @property {boolean} narrow whether there is room for a narrow picture only
 * @property {string} [predicted]
 *
 * @typedef {object} Control
 * @property {string} name
 * @property {HTMLElement} root
 * @property {() => Value} get
 * @property {(value: Value) => void} show sets it without telling
 *
 * @typedef {object} Context what the parts of one view share
 * @property {string} uid
 * @property {Strings} strings
 * @property {() => void} onMove a control was moved by hand
 * @property {(text: string) => void} onSay a control has something to tell the learner
 */
