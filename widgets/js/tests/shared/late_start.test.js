import { expect, test, vi } from "vitest";
import { keepListening } from "../../src/shared/late_start.js";
import { fakeModel } from "../support/model.js";
import { settled } from "../support/page.js";

/** @typedef {{ content: { data: { method?: string, state?: string } } }} Message */

/** The model of ipywidgets: it notes what it hears. */
class WidgetModel {
  heard = /** @type {(string | undefined)[]} */ ([]);
  comm = { on_msg: vi.fn(), send: vi.fn() };

  /** @param {Message} message */
  async _handle_comm_msg(message) {
    if (message.content.data.method === "update") this.heard.push(message.content.data.state);
  }
  /** As Backbone does. */
  set() {
    return this;
  }
}

/** The model of anywidget, which waits until it has started. */
class AnyModel extends WidgetModel {
  /** @param {Promise<void>} ready */
  constructor(ready) {
    super();
    this.ready = ready;
  }

  /** @override @param {Message} message */
  async _handle_comm_msg(message) {
    await this.ready;
    return super._handle_comm_msg(message);
  }
}

/** What anywidget hands to a widget. @param {AnyModel} model */
const handed = (model) => ({ ...fakeModel({}).model, set: model.set.bind(model) });

/** @param {string} state @returns {Message} */
const update = (state) => ({ content: { data: { method: "update", state } } });

const TOO_LATE = new Error("Failed to initialize model.");

test("a model that has missed its time listens again, and asks for its state", async () => {
  const model = new AnyModel(Promise.reject(TOO_LATE));
  keepListening({ model: handed(model) });
  await settled();
  expect(model.comm.send).toHaveBeenCalledExactlyOnceWith({ method: "request_state" });
  const receive = model.comm.on_msg.mock.lastCall?.[0];
  await receive(update("late"));
  expect(model.heard).toEqual(["late"]);
});

test("a model that started in time is left alone", async () => {
  const model = new AnyModel(Promise.resolve());
  keepListening({ model: handed(model) });
  await model._handle_comm_msg(update("in time"));
  await settled();
  expect(model.comm.on_msg).not.toHaveBeenCalled();
  expect(model.comm.send).not.toHaveBeenCalled();
  expect(model.heard).toEqual(["in time"]);
});

test("a model that nobody has connected to a kernel is left alone", async () => {
  const model = new AnyModel(Promise.reject(TOO_LATE));
  keepListening({ model: handed(Object.assign(model, { comm: undefined })) });
  keepListening({ model: fakeModel({}).model });
  await settled();
  expect(model.heard).toEqual([]);
});
