import { beforeEach, describe, expect, test, vi } from "vitest";
import { find, focused, make, makeButton } from "../../src/shared/dom.js";
import { uniqueId } from "../../src/shared/ids.js";
import { keepKeys } from "../../src/shared/keys.js";
import { outsideLink } from "../../src/shared/links.js";
import { fill } from "../../src/shared/text.js";
import { press } from "../support/page.js";

beforeEach(() => document.body.replaceChildren());

describe("make", () => {
  test("keeps text as text", () => {
    const made = make("p", {}, "<b>bold</b>", " & more");
    expect(made.children).toHaveLength(0);
    expect(made.textContent).toBe("<b>bold</b> & more");
  });

  test("sets strings as attributes, and numbers and booleans as properties", () => {
    const made = make("input", { type: "range", id: "speed", min: 2, disabled: true, "aria-label": "Speed" });
    expect([made.type, made.id, made.min, made.disabled]).toEqual(["range", "speed", "2", true]);
    expect(made.getAttribute("aria-label")).toBe("Speed");
  });

  test("leaves out what is undefined or null", () => {
    const made = make("p", { class: "one two", title: undefined }, null, "text", undefined);
    expect(made.outerHTML).toBe('<p class="one two">text</p>');
  });
});

test("a button acts, and carries the class of all buttons", () => {
  const act = vi.fn();
  const button = makeButton("Go", act, { class: "ns-main", "aria-pressed": "false" });
  button.click();
  expect(act).toHaveBeenCalledOnce();
  expect(button.outerHTML).toBe('<button type="button" class="ns-button ns-main" aria-pressed="false">Go</button>');
});

test("find fails with the selector where nothing fits", () => {
  expect(() => find(make("div"), ".missing")).toThrow(".missing");
});

test("the focus is found within a shadow tree, too", () => {
  const host = make("div");
  document.body.append(host);
  const button = makeButton("Go", () => {});
  host.attachShadow({ mode: "open" }).append(button);
  expect(focused(make("p"))).toBeNull();
  button.focus();
  expect(focused(button)).toBe(button);
});

describe("fill", () => {
  test("fills the names that it is given", () => {
    expect(fill("{done} of {total}, {later}", { done: 1, total: 2 })).toBe("1 of 2, {later}");
  });

  test("takes a value as it is, even where it looks like a pattern or a name", () => {
    expect(fill("{text}", { text: "$& {text}" })).toBe("$& {text}");
  });
});

test("ids differ and are fit for an id", () => {
  const ids = new Set(Array.from({ length: 200 }, () => uniqueId("ns")));
  expect(ids.size).toBe(200);
  for (const id of ids) expect(id).toMatch(/^ns[0-9a-z]+$/);
});

test("keys that are pressed within stay within", () => {
  const heard = vi.fn();
  document.body.addEventListener("keydown", heard);
  const box = make("div", {}, make("input"));
  document.body.append(box);
  press(find(box, "input"), "a");
  expect(heard).toHaveBeenCalledOnce();
  keepKeys(box);
  press(find(box, "input"), "a");
  expect(heard).toHaveBeenCalledOnce();
});

describe("a link to another site", () => {
  test("opens a new tab that knows nothing of this one", () => {
    const link = /** @type {HTMLAnchorElement} */ (outsideLink("https://example.org/a?b=1&c", "source"));
    expect([link.getAttribute("href"), link.target, link.rel]).toEqual([
      "https://example.org/a?b=1&c",
      "_blank",
      "noopener noreferrer",
    ]);
  });

  test.each(["", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])("%s is no link", (url) => {
    expect(outsideLink(url, "source")).toBe("source");
  });
});
