// All of the learner's work as one zip, and back: notebooks that were changed or made, and the answers.
// The zip is written without compression, so that any program reads it; it is read with or without.

const ANSWERS = ".answers.sqlite";
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8_NAMES = 0x0800;
const DATE_1980 = 0x21;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The checksum that zip wants. */
export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC_TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function header(signature, size, fields) {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  for (const [offset, width, value] of fields) view[`setUint${width}`](offset, value, true);
  return bytes;
}

/** Pack files, a map from path to bytes, into a zip. */
export function pack(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path);
    const sum = crc32(bytes);
    const both = (start) => [
      [start, 16, 20],
      [start + 2, 16, UTF8_NAMES],
      [start + 8, 16, DATE_1980],
      [start + 10, 32, sum],
      [start + 14, 32, bytes.length],
      [start + 18, 32, bytes.length],
      [start + 22, 16, name.length],
    ];
    parts.push(header(LOCAL, 30, both(4)), name, bytes);
    directory.push(header(CENTRAL, 46, [[4, 16, 20], ...both(6), [42, 32, offset]]), name);
    offset += 30 + name.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = [[8, 16, files.size], [10, 16, files.size], [12, 32, size], [16, 32, offset]];
  return new Blob([...parts, ...directory, header(END, 22, end)], { type: "application/zip" });
}

/** Unpack a zip into a map from path to bytes; throw an Error that says what is wrong with it. */
export async function unpack(buffer) {
  const view = new DataView(buffer);
  let end = buffer.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Error("this file is no zip, or it was cut off");
  const files = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > buffer.byteLength || view.getUint32(at, true) !== CENTRAL) throw new Error("the zip is damaged");
    const method = view.getUint16(at + 10, true);
    const sum = view.getUint32(at + 16, true);
    const size = view.getUint32(at + 20, true);
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const name = new TextDecoder().decode(new Uint8Array(buffer, at + 46, lengths[0]));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const raw = new Uint8Array(buffer, start, size);
    const bytes = method === 0 ? raw : await inflate(raw);
    if (crc32(bytes) !== sum) throw new Error(`${name} in the zip is damaged`);
    if (!name.endsWith("/")) files.set(name, bytes);
    at += 46 + lengths[0] + lengths[1] + lengths[2];
  }
  return files;
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Collect every file that the learner sees, and the answers. */
export async function collect(contents) {
  const files = new Map();
  const walk = async (folder) => {
    const { content } = await contents.get(folder, { content: true });
    for (const entry of content) {
      if (entry.type === "directory") await walk(entry.path);
      else await add(entry.path);
    }
  };
  const add = async (path) => {
    if (path.endsWith(".ipynb")) {
      const { content } = await contents.get(path, { type: "notebook", format: "json", content: true });
      files.set(path, new TextEncoder().encode(`${JSON.stringify(content, null, 1)}\n`));
    } else {
      const { content, format } = await contents.get(path, { type: "file", format: "base64", content: true });
      files.set(path, format === "base64" ? fromBase64(content) : new TextEncoder().encode(content));
    }
  };
  await walk("");
  if (!files.has(ANSWERS)) await add(ANSWERS).catch(() => undefined); // nothing was answered yet
  return files;
}

/** Put files back. What is there under the same name is replaced: the learner was asked. */
export async function restore(contents, files) {
  for (const path of files.keys()) {
    if (path.startsWith("/") || path.split("/").includes("..")) throw new Error(`${path} is no path of the course`);
  }
  for (const [path, bytes] of files) {
    await ensureFolder(contents, path.split("/").slice(0, -1));
    if (path.endsWith(".ipynb")) {
      const content = JSON.parse(new TextDecoder().decode(bytes));
      await contents.save(path, { type: "notebook", format: "json", content });
    } else {
      await contents.save(path, { type: "file", format: "base64", content: toBase64(bytes) });
    }
  }
}

async function ensureFolder(contents, names) {
  for (let depth = 1; depth <= names.length; depth += 1) {
    const path = names.slice(0, depth).join("/");
    await contents.get(path, { content: false }).catch(() => contents.save(path, { type: "directory" }));
  }
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
