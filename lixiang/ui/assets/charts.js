// Draws a chart from the table inside its figure; the table stays for those who read or print it.
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer]);

// One family of blues with gold and green for contrast; every series is also named in words.
const COLOURS = ["#1c5aa6", "#d9a441", "#4f9d77", "#7f8fa6", "#a8563f", "#6aa5d8", "#b9c4d2"];
// For series that mean better or worse.
const TONES = { bad: "#c23b32", attention: "#d9a441", good: "#4f9d77" };
const INK = "#3b4552";
const LINE = 17;
// Labels are measured on a canvas, which does not know "inherit".
const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, color: INK };

function read(figure) {
  const heads = [...figure.querySelectorAll("thead th")].slice(1).map((cell) => cell.textContent.trim());
  const rows = [...figure.querySelectorAll("tbody tr")].map((row) => ({
    name: row.cells[0].textContent.trim(),
    url: row.querySelector("a")?.href || "",
    values: [...row.cells].slice(1).map((cell) => Number(cell.textContent.replace(/[,\s]/g, "")) || 0),
  }));
  return { heads, rows };
}

// Names beside lying bars take up to two fifths of the width and as many lines as they need, none is cut.
function room(rows, width) {
  const longest = Math.max(...rows.map((row) => row.name.length), 1);
  const across = Math.min((longest + 1) * font.fontSize, Math.max(130, Math.min(320, Math.round(width * 0.42))));
  const lines = Math.ceil(longest / Math.floor(across / font.fontSize));
  return { across, row: Math.max(34, lines * LINE + 10) };
}

function axes(rows, lying, across) {
  const names = {
    type: "category", data: rows.map((row) => row.name), inverse: lying, axisTick: { show: false },
    axisLine: { lineStyle: { color: "#8b94a1" } }, axisLabel: { ...font, interval: 0, lineHeight: LINE, width: lying ? across : 72, overflow: "break" },
  };
  const values = { type: "value", minInterval: 1, axisLabel: font, splitLine: { lineStyle: { color: "#e6e9ed" } } };
  return lying ? { xAxis: values, yAxis: names } : { xAxis: names, yAxis: values };
}

function series(kind, { heads, rows }) {
  return heads.map((name, index) => ({
    name,
    type: kind === "line" ? "line" : "bar",
    stack: kind === "stacked" ? "all" : undefined,
    data: rows.map((row) => row.values[index]),
    barMaxWidth: 26,
    symbolSize: 7,
    label: { show: true, ...font, fontSize: 12, color: kind === "stacked" ? (index === 1 ? INK : "#fff") : INK,
      position: kind === "stacked" ? "inside" : kind === "bar" ? "right" : "top", formatter: ({ value }) => value || "" },
  }));
}

function ring({ rows }) {
  return [{
    type: "pie", radius: ["46%", "74%"], center: ["50%", "42%"],
    data: rows.map((row) => ({ name: row.name, value: row.values[0] })),
    itemStyle: { borderColor: "#fff", borderWidth: 2 },
    label: { show: false },
  }];
}

// Words beside a thin slice would collide: the legend says name, number and share instead.
function ringLegend({ rows }) {
  const sum = rows.reduce((total, row) => total + row.values[0], 0) || 1;
  const share = (row) => `${row.name} ${row.values[0]}（${Math.round((row.values[0] / sum) * 100)}%）`;
  return {
    bottom: 0, itemWidth: 12, itemHeight: 12, textStyle: font,
    formatter: (name) => share(rows.find((row) => row.name === name)),
  };
}

function options(kind, table, tones, across) {
  const common = { color: tones.length ? tones.map((tone) => TONES[tone]) : COLOURS, textStyle: font, animation: false };
  if (kind === "ring") return { ...common, series: ring(table), legend: ringLegend(table) };
  const lying = kind === "bar" || kind === "stacked";
  return {
    ...common,
    ...axes(table.rows, lying, across),
    grid: { left: 8, right: 32, top: table.heads.length > 1 ? 34 : 12, bottom: 8, containLabel: true },
    legend: { show: table.heads.length > 1, top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: font },
    series: series(kind, table),
  };
}

/** Draw the chart of one figure, fold its table away, follow its width. */
export function draw(figure) {
  if (figure.dataset.drawn) return;
  figure.dataset.drawn = "yes";
  const canvas = figure.querySelector(".chart-canvas");
  const table = read(figure);
  const kind = figure.dataset.chart;
  const lying = kind === "bar" || kind === "stacked";
  canvas.hidden = false;
  const tones = (figure.dataset.tones || "").split(" ").filter(Boolean);
  const fill = () => {
    const { across, row } = room(table.rows, canvas.clientWidth);
    canvas.style.height = `${lying ? Math.max(160, table.rows.length * row + 60) : Number(figure.dataset.height)}px`;
    return options(kind, table, tones, across);
  };
  const first = fill();
  const chart = echarts.init(canvas, null, { renderer: "svg" });
  chart.setOption(first);
  chart.on("click", ({ dataIndex }) => {
    if (table.rows[dataIndex]?.url) location.assign(table.rows[dataIndex].url);
  });
  figure.querySelector("details").open = false;
  const fit = () => {
    chart.setOption(fill());
    chart.resize();
    // With a view box the drawing shrinks to the width of the paper when it is printed.
    canvas.querySelector("svg").setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  };
  // Paper is not a new width for the drawing.
  new ResizeObserver(() => matchMedia("print").matches || fit()).observe(canvas);
}
