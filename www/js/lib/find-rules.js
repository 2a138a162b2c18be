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

/* "123", "#123", "№ 123": the number of a task; null: it is none. */
export const numberOf = (text) => /^\s*[#№]?\s*(\d{1,18})\s*$/.exec(text)?.[1].replace(/^0+(?=\d)/, '') ?? null;
