/**
 * Bundle each widget into the Python package's `static/` folder: `node build.js`.
 *
 * `node build.js --check` writes nothing, and fails when what is there is not what the sources give.
 * The manifest beside the bundles holds a digest of each source, so that a stale bundle is noticed without node, too.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const STATIC = path.join(HERE, "..", "newspace", "views", "static");
const MANIFEST = "manifest.json";
const BANNER = "Built from widgets/js/src by `make js`: change the sources, not this file.";

/**
 * The files below a folder, by their path from there with forward slashes, sorted.
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return found
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

/**
 * A text file's content as git keeps it, whatever line ends this machine's checkout has.
 * @param {string} file
 */
function textOf(file) {
  return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
}

/** @param {string} text */
function digest(text) {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Every file that belongs into `static/`, by its path there. Each folder with a `widget.js` gives a module and a sheet.
 * @returns {Promise<Map<string, string>>}
 */
async function bundles() {
  const sources = filesBelow(path.join(HERE, "src"));
  const built = await esbuild.build({
    absWorkingDir: HERE,
    entryPoints: sources.filter((name) => name.endsWith("/widget.js")).map((name) => `src/${name}`),
    outbase: "src",
    outdir: STATIC,
    bundle: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    banner: { js: `// ${BANNER}`, css: `/* ${BANNER} */` },
    write: false,
    logLevel: "warning",
  });
  const files = new Map(
    built.outputFiles.map((file) => [path.relative(STATIC, file.path).split(path.sep).join("/"), file.text]),
  );
  const digests = ["build.js", ...sources.map((name) => `src/${name}`)].map((name) => [
    name,
    digest(textOf(path.join(HERE, name))),
  ]);
  const written = [...files].sort().map(([name, text]) => [name, digest(text)]);
  const manifest = {
    esbuild: esbuild.version,
    sources: Object.fromEntries(digests),
    bundles: Object.fromEntries(written),
  };
  return files.set(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @param {Map<string, string>} wanted */
function stale(wanted) {
  const there = new Set(filesBelow(STATIC));
  const old = [...wanted].filter(([name, text]) => !there.has(name) || textOf(path.join(STATIC, name)) !== text);
  return [...old.map(([name]) => name), ...[...there].filter((name) => !wanted.has(name))];
}

/** @param {Map<string, string>} wanted */
function write(wanted) {
  rmSync(STATIC, { recursive: true, force: true });
  for (const [name, text] of wanted) {
    mkdirSync(path.dirname(path.join(STATIC, name)), { recursive: true });
    writeFileSync(path.join(STATIC, name), text);
  }
}

const wanted = await bundles();
if (process.argv.includes("--check")) {
  const found = stale(wanted);
  if (found.length > 0) {
    console.error(
      `Not what the sources give: ${found.join(", ")} in ${STATIC}.\nWhat to do: run make js and commit it.`,
    );
    process.exitCode = 1;
  }
} else {
  write(wanted);
}
