// tips: more beside what is under the mouse or has the focus: an icon's name, the whole of a text that is cut, who a
// person is.
import { needWords } from '../lib/i18n.js';
import { placed } from './layer-rules.js';

const WAIT_MS = 400;
/* So long one may take from the thing to what is said of it. */
const GRACE_MS = 150;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta']);
const THINGS = '[data-tip], [data-person]';

const isCut = (node) => [node, ...node.querySelectorAll('*')].some((one) =>
  one.clientWidth > 0 && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 2) &&
  getComputedStyle(one).overflowX === 'hidden');

/* data-tip has the words; empty: the name of the thing, or, where its own text is cut, that. */
function wordsOf(node) {
  const name = node.getAttribute('aria-label');
  return node.dataset.tip || name || (isCut(node) ? node.textContent.trim().replace(/\s+/g, ' ') : '');
}

/* What is said here is not said by the thing itself. */
const addsTo = (node) =>
  node.dataset.person || (node.dataset.tip && node.dataset.tip !== node.getAttribute('aria-label'));

function boxOf(role, look) {
  const box = document.createElement('div');
  Object.assign(box, { id: 'tip', className: `popbox ${look}`, popover: 'manual' });
  box.setAttribute('role', role);
  return box;
}

const BOXES = { tip: () => boxOf('tooltip', 'tipbox'), person: () => boxOf('group', 'personbox') };

/* Puts into a box what there is to say. -> false: nothing */
function fillTip(box, thing) {
  box.textContent = wordsOf(thing);
  return box.textContent !== '';
}
async function fillPerson(box, thing) {
  const [{ drawPerson }] = await Promise.all([import('./person-card.js'), needWords('team')]);
  return drawPerson(box, thing.dataset.person);
}

function lay(box, thing) {
  const { width, height } = box.getBoundingClientRect();
  const view = { width: document.documentElement.clientWidth, height: innerHeight };
  const align = thing.dataset.person ? 'start' : 'middle';
  const { left, top } = placed({ anchor: thing.getBoundingClientRect(), box: { width, height }, view, align });
  Object.assign(box.style, { left: `${left}px`, top: `${top}px` });
}

/* One at a time in the whole document. Touch has none: a finger's press is the deed itself. */
export function watchTips() {
  /* What is meant, what is shown of it, and what has the focus, when that is why. */
  let thing = null;
  let box = null;
  let holder = null;
  let timer = 0;
  let pressed = '';
  let byTab = false;

  const hide = () => {
    clearTimeout(timer);
    if (holder?.getAttribute('aria-describedby') === 'tip') holder.removeAttribute('aria-describedby');
    box?.remove();
    thing = null;
    box = null;
    holder = null;
  };
  const show = async () => {
    const meant = thing;
    const next = BOXES[meant.dataset.person ? 'person' : 'tip']();
    const filled = meant.dataset.person ? await fillPerson(next, meant).catch(() => false) : fillTip(next, meant);
    if (!filled || meant !== thing || !meant.isConnected || !(holder || meant.matches(':hover'))) return;
    box = next;
    (meant.closest('dialog') || document.getElementById('main') || document.body).append(box);
    box.showPopover();
    lay(box, meant);
    if (holder && addsTo(meant) && !holder.hasAttribute('aria-describedby')) {
      holder.setAttribute('aria-describedby', 'tip');
    }
  };
  const mean = (node, by = null) => {
    if (node === thing) {
      if (box) clearTimeout(timer);
      return;
    }
    hide();
    if (!node) return;
    thing = node;
    holder = by;
    timer = setTimeout(show, WAIT_MS);
  };
  const leave = () => {
    clearTimeout(timer);
    if (box) timer = setTimeout(hide, GRACE_MS);
    else hide();
  };
  /* What comes under a mouse that rests is not what somebody points at. */
  const placeOf = (event) => `${event.screenX} ${event.screenY}`;

  document.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'touch' || placeOf(event) === pressed) return;
    pressed = '';
    const over = event.target.closest(THINGS);
    if (box?.contains(event.target)) {
      if (!holder) clearTimeout(timer);
    } else if (over) mean(over);
    else if (thing && !holder) leave();
  });
  document.addEventListener('pointerdown', (event) => {
    pressed = placeOf(event);
    if (!box?.contains(event.target)) hide();
  }, true);
  document.addEventListener('click', ({ target }) => { if (box?.contains(target) && target.closest('a')) hide(); });
  document.addEventListener('focusin', ({ target }) => {
    if (box?.contains(target)) return;
    const near = byTab && target.matches(':focus-visible') && (target.closest(THINGS) ?? target.querySelector(THINGS));
    mean(near || null, target);
  });
  /* What is not shown yet waits until the page rests. */
  document.addEventListener('scroll', ({ target }) => {
    if (box?.contains(target)) return;
    if (box || !thing) hide();
    else {
      clearTimeout(timer);
      timer = setTimeout(show, WAIT_MS);
    }
  }, { capture: true, passive: true });

  /* Tab goes into what can be pressed there, and on from it to where it would have gone. -> true: it is there */
  const tab = (event) => {
    const links = box && holder ? [...box.querySelectorAll('a')] : [];
    if (event.shiftKey || !links.length) return false;
    if (document.activeElement === links.at(-1)) {
      holder.focus();
      return false;
    }
    if (document.activeElement === holder) {
      event.preventDefault();
      links[0].focus();
    }
    return true;
  };
  document.addEventListener('keydown', (event) => {
    byTab = event.key === 'Tab';
    setTimeout(() => { byTab = false; });
    if (!thing || MODIFIERS.has(event.key)) return;
    const inside = box?.contains(document.activeElement);
    if ((byTab && tab(event)) || (inside && event.key === 'Enter')) return;
    if (event.key === 'Escape' && box) {
      event.stopPropagation();
      event.preventDefault();
      if (inside) holder.focus();
    }
    hide();
  }, true);
}
