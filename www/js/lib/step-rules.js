// step-rules: where keys lead in a list: arrows, Home, End, the first letters of a name. No DOM.

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/* Round at both ends; -1: nothing is chosen yet. Keys that do not move give back where one is. */
export function step(at, count, key) {
  if (count === 0) return -1;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const move = STEPS[key];
  if (!move) return at;
  if (at < 0) return move > 0 ? 0 : count - 1;
  return (at + move + count) % count;
}

export const isStep = (key) => key in STEPS || key === 'Home' || key === 'End';

/* The next name that begins with what was typed, from the one after `at`, round the end; -1: none. */
export function typedTo(names, text, at) {
  const wanted = text.toLowerCase();
  const from = text.length > 1 ? at : at + 1;
  for (let i = 0; i < names.length; i += 1) {
    const n = (Math.max(from, 0) + i) % names.length;
    if (names[n].toLowerCase().startsWith(wanted)) return n;
  }
  return -1;
}
