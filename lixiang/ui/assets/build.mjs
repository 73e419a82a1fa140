// Builds the style sheet and the scripts into lixiang/ui/static/ui/built (ignored by git).
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const outdir = join(here, "..", "static", "ui", "built");

const options = {
  entryPoints: ["app.css", "app.js", "charts.js"].map((name) => join(here, name)),
  outdir,
  bundle: true,
  minify: true,
  format: "esm",
  // The oldest browser in the offices: 360 and 奇安信 on Chromium 86.
  target: "chrome86",
  charset: "utf8",
  legalComments: "linked",
  logLevel: "warning",
};

rmSync(outdir, { recursive: true, force: true });
if (process.argv.includes("--watch")) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}
