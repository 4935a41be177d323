// What every view of the course builds its page with.

// An element with properties or attributes and children; whatever is text stays text and never becomes markup.
export function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined) continue;
    if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// A text with its {names} filled in; a name without a value stays as it is.
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// Several views of one kind may stand on a page, each loaded as a module of its own: chance alone keeps their ids apart.
export function uniqueId(prefix) {
  return `${prefix}${[...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join("")}`;
}
