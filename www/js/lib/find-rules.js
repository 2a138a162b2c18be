// find-rules: what a typed text means among names. No DOM.

const plain = (text) => text.toLowerCase().replaceAll('ё', 'е');

/* Every word typed begins some word of the name; nothing typed shows all. */
export function found(items, text, nameOf = (item) => item.text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (!words.length) return items;
  return items.filter((item) => {
    const parts = plain(nameOf(item)).split(/[\s,./-]+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
}

/* The name in pieces, those at odd places are what the words typed begin: 'Анна Ко' of 'Ко' -> ['Анна ', 'Ко', '']. */
export function markedOf(name, text) {
  const words = plain(text).split(/\s+/).filter(Boolean).sort((a, b) => b.length - a.length);
  const flat = plain(name);
  if (!words.length || flat.length !== name.length) return [name];
  const pieces = [];
  let from = 0;
  for (let i = 0; i < flat.length; i += 1) {
    const word = (i === 0 || /[^\p{L}\p{N}]/u.test(flat[i - 1])) && words.find((one) => flat.startsWith(one, i));
    if (!word) continue;
    pieces.push(name.slice(from, i), name.slice(i, i + word.length));
    from = i + word.length;
    i = from - 1;
  }
  return [...pieces, name.slice(from)];
}

const DIGITS = 9;
const keysOf = ({ href, also, email, phone }) => {
  const digits = (phone || '').replace(/\D/g, '').slice(-DIGITS);
  return [href, also, email?.toLowerCase(), digits.length === DIGITS && digits].filter(Boolean);
};

/* Who shares an address, a phone or a page with somebody before is that person. */
export function onePerPerson(people) {
  const seen = new Set();
  return people.filter((one) => {
    const keys = keysOf(one);
    const known = keys.some((key) => seen.has(key));
    keys.forEach((key) => seen.add(key));
    return !known;
  });
}

/* Groups that have something; what leads to the same page stands in the first of them. */
export function groupsOf(groups) {
  const seen = new Set();
  const fresh = ({ href }) => !href || (!seen.has(href) && seen.add(href));
  return groups.map((group) => ({ ...group, items: group.items.filter(fresh) })).filter(({ items }) => items.length);
}

const KEPT = 6;

/* The one looked at now comes first, once. */
export const keepLast = (list, one) => [one, ...list.filter(({ path }) => path !== one.path)].slice(0, KEPT);

/* "123", "#123", "№ 123": the number of a task; null: it is none. */
export const numberOf = (text) => /^\s*[#№]?\s*(\d{1,18})\s*$/.exec(text)?.[1].replace(/^0+(?=\d)/, '') ?? null;
