// Comfort for pages that work without it. Each module finds its own data attributes; the contract is in ../README.md.
import * as autosave from "./js/autosave.js";
import * as charts from "./js/chart_loader.js";
import * as fields from "./js/fields.js";
import * as keys from "./js/keys.js";
import * as navigation from "./js/navigation.js";
import * as picks from "./js/picks.js";
import * as popups from "./js/popups.js";
import * as reorder from "./js/reorder.js";
import * as requests from "./js/requests.js";
import * as rows from "./js/rows.js";

const modules = [popups, requests, fields, rows, autosave, reorder, picks, keys, charts, navigation];

modules.forEach((module) => module.listen?.());
const start = (root) => modules.forEach((module) => module.start?.(root));
start(document);
// htmx tells of every piece that it has put into the page.
document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && start(event.detail.elt));
