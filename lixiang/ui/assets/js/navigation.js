// On a phone the navigation and the tabs are longer than the screen: what one is in is brought into sight.
export function start(root) {
  for (const here of root.querySelectorAll?.(":is(.navigation, .tabs) [aria-current]") ?? []) {
    const list = here.closest("ul");
    const left = here.offsetLeft - list.offsetLeft;
    if (left + here.offsetWidth > list.clientWidth) list.scrollLeft = left - list.clientWidth / 2;
  }
}
