// Forms are sent once; a request on its way shows a line, a failed one says so.
import { forget } from "./local_copy.js";
import { complain } from "./page.js";

let waiting = 0;

export function listen() {
  document.addEventListener("submit", once);
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(release));
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
  const line = document.createElement("div");
  line.className = "request-line";
  document.body.append(line);
  const show = (step) => {
    waiting = Math.max(0, waiting + step);
    line.classList.toggle("is-busy", waiting > 0);
  };
  document.addEventListener("htmx:beforeRequest", () => show(1));
  document.addEventListener("htmx:afterRequest", () => show(-1));
  document.addEventListener("htmx:sendError", () => complain("网络中断，操作没有完成。请检查网络后重试。"));
  document.addEventListener("htmx:responseError", (event) => complain(sentence(event.detail.xhr.status)));
}

function sentence(status) {
  if (status === 401 || status === 403) return "登录已失效或无权办理，操作没有完成。请刷新页面后重试。";
  if (status === 404) return "所办事项已不存在，或者您无权查看。";
  return `操作没有完成（${status}）。请稍后重试；多次不成功请联系管理员。`;
}

function once(event) {
  const form = event.target;
  if (form.matches("[data-forget]")) forget();
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-reorder]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  // A download leaves the page standing: the form must become usable again.
  setTimeout(() => release(form), 8000);
}

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
}
