// On a phone the navigation is longer than the screen: the room one is in is brought into sight.
export function start(root) {
  const here = root.querySelector?.(".navigation [aria-current]");
  const list = here?.closest("ul");
  if (list && here.offsetLeft + here.offsetWidth > list.clientWidth) list.scrollLeft = here.offsetLeft - list.clientWidth / 2;
}
