// Small reading and writing of the page that several modules share.

/** All elements under root that match, root itself included. */
export function all(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root.matches?.(selector) ? [root, ...found] : found;
}

/** An element from tag, class and text; text is never read as HTML. */
export function make(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Every top-level element of the answer that has an id takes the place of the element of that id. Returns the rest. */
export function swapById(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const script of template.content.querySelectorAll("script")) script.remove();
  const strangers = [];
  for (const fresh of [...template.content.children]) {
    const old = fresh.id && document.getElementById(fresh.id);
    if (old) {
      old.replaceWith(fresh);
      window.htmx?.process(fresh);
    } else strangers.push(fresh);
  }
  return strangers;
}

/** A loud message at the head of the page; one of the same words is shown once. */
export function complain(words) {
  const place = document.getElementById("notices");
  if (!place || [...place.children].some((child) => child.textContent === words)) return;
  const box = make("div", "callout callout-error");
  box.setAttribute("role", "alert");
  box.append(make("p", "", words));
  place.append(box);
  box.scrollIntoView({ block: "nearest" });
}

export function clock(at = new Date()) {
  return at.toTimeString().slice(0, 8);
}
