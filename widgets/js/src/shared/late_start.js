/**
 * Keep a widget listening to its kernel when the page was too busy to start it in time.
 *
 * anywidget (0.9.17 to 0.11) gives a model two seconds to start. Where the page is busy for longer, it drops every message of
 * the kernel to this model from then on, although its view appears and can be used: no answer would ever come.
 */

/** @import { AnyModel } from "@anywidget/types" */

/**
 * @typedef {object} Message of a comm
 * @property {{ data: { method?: string } }} content
 *
 * @typedef {object} Comm the model's connection, as ipywidgets offers it
 * @property {(act: (message: Message) => unknown) => void} on_msg replaces who receives the kernel's messages
 * @property {(data: object) => unknown} send
 *
 * @typedef {(message: Message) => Promise<unknown>} Receive
 * @typedef {{ comm?: Comm, _handle_comm_msg: Receive }} WidgetModel the model of ipywidgets behind anywidget's
 */

/** A message that asks for nothing: a model that drops all of them refuses it. */
const NOTHING = { content: { data: {} } };

/**
 * What ipywidgets itself does with a message: the method that anywidget's model overrides, or none if it does not.
 * @param {WidgetModel} model
 * @returns {Receive | undefined}
 */
function overridden(model) {
  let level = Object.getPrototypeOf(model);
  while (level !== null && !Object.hasOwn(level, "_handle_comm_msg")) level = Object.getPrototypeOf(level);
  return level === null ? undefined : Object.getPrototypeOf(level)._handle_comm_msg;
}

/** @param {WidgetModel} model */
function listenAgain(model) {
  const receive = overridden(model);
  if (model.comm === undefined || receive === undefined) return;
  model.comm.on_msg((message) => receive.call(model, message));
  model.comm.send({ method: "request_state" }); // what changed while nobody listened
}

/**
 * For anywidget's `initialize`: where a model has missed its time, make it listen again and ask the kernel for its state.
 * @param {{ model: AnyModel }} props
 */
export function keepListening({ model }) {
  // anywidget hands out a few bound methods only; Backbone's `set` returns the model that they are bound to.
  const settable = /** @type {{ set: (traits: object) => WidgetModel | undefined }} */ (/** @type {unknown} */ (model));
  const own = settable.set({});
  // Not to be waited for: in time, the model takes messages as soon as this function has returned.
  own?._handle_comm_msg(NOTHING).catch(() => listenAgain(own));
}
