// unsure-rules: who a transfer with a lost answer may have become. No DOM.

/* Those that were made then, first; then those like them. Each { id, matched, likely }. */
export function candidatesOf({ unsure, duplicates }) {
  const ids = unsure?.likely || [];
  const known = duplicates || [];
  const find = (id) => known.find((one) => one.id === id) || { id, matched: [] };
  return [
    ...ids.map((id) => ({ ...find(id), likely: true })),
    ...known.filter(({ id }) => !ids.includes(id)).map((one) => ({ ...one, likely: false })),
  ];
}

/* The number of an applicant, typed or at the end of a pasted link; 0: none. */
export function applicantOf(text) {
  const numbers = String(text).match(/\d+/g);
  return numbers ? Number(numbers.at(-1)) : 0;
}
