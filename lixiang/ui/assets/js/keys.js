// [data-keys="j ArrowRight"]: the key presses the button or follows the link, unless one is typing.
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest?.(TYPING) || event.target.closest?.("[role=tablist], .drag-handle")) return;
    if (document.querySelector("details[data-dialog][open], details.confirm[open]")) return;
    const chosen = [...document.querySelectorAll("[data-keys]")].find((element) =>
      element.dataset.keys.split(" ").includes(event.key),
    );
    if (!chosen || chosen.disabled) return;
    event.preventDefault();
    chosen.click();
  });
}
