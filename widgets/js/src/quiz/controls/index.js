/** The controls of each kind of question: native form elements, filled with text alone. */
import { makeChoice } from "./choice.js";
import { makeClaim } from "./claim.js";
import { makeMatch } from "./match.js";
import { makeOrder } from "./order.js";
import { makeGap, makeNumber } from "./text.js";

/** @import { Context, Controls, Form } from "../model.js" */

/**
 * @param {Form} form
 * @param {Context} context
 * @returns {Controls}
 */
export function makeControls(form, { model, strings, uid }) {
  const id = `${uid}-${form.code}`;
  switch (form.kind) {
    case "one":
    case "several":
      return makeChoice(form, id, strings);
    case "number":
      return makeNumber(form, id, strings);
    case "gap":
      return makeGap(form, id, strings);
    case "order":
      return makeOrder(form, strings);
    case "match":
      return makeMatch(form, id, strings);
    case "claim":
      return makeClaim(form, id, strings, model.get("readings"));
  }
}
