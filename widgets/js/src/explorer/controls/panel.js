/** All controls of an explorer, and the buttons that set them at once. */
import { make, makeButton } from "../../shared/dom.js";
import { makeChoice } from "./choice.js";
import { makeSlider } from "./slider.js";

/** @import { ChoiceSpec, Context, PresetSpec, SliderSpec, Values } from "../model.js" */

/**
 * @param {(SliderSpec | ChoiceSpec)[]} specs
 * @param {PresetSpec[]} presets
 * @param {Context} context
 */
export function makePanel(specs, presets, context) {
  const { strings } = context;
  const controls = specs.map((spec) =>
    spec.kind === "slider" ? makeSlider(spec, context) : makeChoice(spec, context),
  );
  const start = values();
  const buttons = presets.map((preset) => {
    const button = makeButton(preset.label, () => setAll(preset.values), { "aria-pressed": "false" });
    return { values: preset.values, button };
  });

  /** @returns {Values} */
  function values() {
    return Object.fromEntries(controls.map((control) => [control.name, control.get()]));
  }
  /**
   * Set the controls that are named, as if nobody had moved them.
   * @param {Values} wanted
   */
  function show(wanted) {
    for (const control of controls) {
      const value = wanted[control.name];
      if (value !== undefined) control.show(value);
    }
  }
  /** @param {Values} wanted */
  function setAll(wanted) {
    show(wanted);
    context.onMove();
  }
  /** Press the button of the preset whose values the controls have. */
  function markPreset() {
    const now = values();
    for (const { values: wanted, button } of buttons) {
      const same = Object.entries(wanted).every(([name, value]) => now[name] === value);
      button.setAttribute("aria-pressed", String(same));
    }
  }
  const label = make("span", { class: "nx-label", "aria-hidden": "true" }, strings.presets);
  const presetRow = make(
    "div",
    { class: "nx-presets", role: "group", "aria-label": strings.presets },
    buttons.length > 0 ? label : null,
    ...buttons.map(({ button }) => button),
    makeButton(strings.reset, () => setAll(start), { class: "nx-reset" }),
  );
  const settings = make(
    "div",
    { class: "nx-controls", role: "group", "aria-label": strings.controls },
    ...controls.map((control) => control.root),
  );
  return { presetRow, settings, values, show, setAll, markPreset };
}
