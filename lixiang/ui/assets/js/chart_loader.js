// Charts are heavy: their script comes only to pages that have one.
import { all } from "./page.js";

export async function start(root) {
  const figures = all(root, "[data-chart]");
  const source = document.body.dataset.chartsSrc;
  if (!figures.length || !source) return;
  const { draw } = await import(source);
  figures.forEach(draw);
}
