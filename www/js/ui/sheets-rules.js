// sheets-rules: which commands a text means, and the arrows in a list. No DOM.

const plain = (text) => text.toLowerCase().replaceAll('ё', 'е');

/* Every word typed begins some word of the command; nothing typed shows all. */
export function found(commands, text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const parts = plain(command.text).split(/[\s,-]+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
}

export function step(at, count, key) {
  if (count === 0) return 0;
  return (at + (key === 'ArrowDown' ? 1 : count - 1)) % count;
}
