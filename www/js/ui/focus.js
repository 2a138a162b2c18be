// focus: it stays with a card, a row or an event that a redraw takes out of the page or puts elsewhere.
import { useLayoutEffect } from '../lib/html.js';

const NAMES = ['card', 'row', 'event'];
const ATTRIBUTES = NAMES.map((name) => `data-${name}`);
const THINGS = ATTRIBUTES.map((name) => `[${name}]`).join(', ');
/* What of a thing takes the focus when the part that had it is no longer drawn. */
const MAIN = '.kcard, a[href]';

/* The thing of a list that has the focus: { node, attribute, id, n: its place among its likes }; null: none has it. */
export function focusedThing() {
  const node = document.activeElement;
  const thing = node?.closest(THINGS);
  if (!thing) return null;
  const attribute = ATTRIBUTES.find((name) => thing.hasAttribute(name));
  const n = [...document.querySelectorAll(`[${attribute}]`)].indexOf(thing);
  return { node, attribute, id: thing.getAttribute(attribute), n };
}

export const isFocusLost = () => !document.activeElement || document.activeElement === document.body;

/* The same thing, as it is drawn now; of several the nearest to where it was. */
function drawn(things, attribute, id, n) {
  const far = (thing) => Math.abs(things.indexOf(thing) - n);
  return things.filter((one) => one.getAttribute(attribute) === id).sort((a, b) => far(a) - far(b))[0];
}

/* The focus is lost: back to the node, to the thing as it is drawn now, or to what has come to its place. */
export function refocus(held) {
  if (!held || !isFocusLost()) return;
  const { node, attribute, id, n } = held;
  if (node.isConnected) {
    node.focus({ preventScroll: true });
    return;
  }
  const things = [...document.querySelectorAll(`[${attribute}]`)];
  const thing = drawn(things, attribute, id, n) || things[Math.min(n, things.length - 1)];
  (thing?.matches(MAIN) ? thing : thing?.querySelector(MAIN))?.focus();
}

/* For who draws a list: what had the focus before a redraw has it afterwards. */
export function useKeptFocus() {
  const held = focusedThing();
  useLayoutEffect(() => refocus(held));
}
