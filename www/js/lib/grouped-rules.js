// grouped-rules: a text that is shown in groups while it is typed: its caret stays where it was among the signs. No
// DOM.

/* How many signs of the value stand before this place of the text: the others only part its groups. */
function countAt(text, at, value) {
  let count = 0;
  for (const sign of text.slice(0, at)) count += sign === value[count];
  return count;
}

function placeOf(text, count, value) {
  for (let at = 0; at < text.length; at += 1) if (countAt(text, at, value) >= count) return at;
  return text.length;
}

const without = (text, at) => text.slice(0, at) + text.slice(at + 1);

/*
 * text, at: of the field after the deed; kept: the value before it; deed: the inputType of the event; read(text): the
 * value of it; shown(value): it in groups. Where a separator alone was deleted, the sign behind it goes.
 * -> { value, text, at }
 */
export function regrouped({ text, at, kept, deed }, { read, shown }) {
  let value = read(text);
  let count = countAt(text, at, value);
  if (value === kept && deed === 'deleteContentBackward' && count > 0) {
    count -= 1;
    value = without(value, count);
  } else if (value === kept && deed === 'deleteContentForward') value = without(value, count);
  const next = shown(value);
  return { value, text: next, at: placeOf(next, count, value) };
}
