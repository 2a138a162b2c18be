// comment-box-rules: where in a text somebody is being mentioned. No DOM.

/* "@ива" that ends at the caret and begins a word -> { from, to, text }, or null */
export function mentionAt(text, caret) {
  const found = /(^|[\s(])@([^\s@]{0,40}(?: [^\s@]{1,40})?)$/.exec(text.slice(0, caret));
  if (!found) return null;
  return { from: caret - found[2].length - 1, to: caret, text: found[2] };
}

/* The text with that person in the place, as the server reads mentions: "@Anna Petrova". */
export function mentioned(text, { from, to }, { name }) {
  const put = `@${name} `;
  return { text: text.slice(0, from) + put + text.slice(to), caret: from + put.length };
}

/* Of the people those whom a text names; "@Anna" within "@Anna Petrova" is not Anna. */
export function namedIn(text, people) {
  const has = (name) => Boolean(name) && text.includes(`@${name}`);
  const all = people.filter(({ name }) => has(name));
  const left = (name) => all.reduce(
    (rest, other) => (other.name.length > name.length ? rest.replaceAll(`@${other.name}`, '') : rest), text,
  );
  return all.filter(({ name }) => left(name).includes(`@${name}`));
}
