// sheets-rules: which commands a text means. No DOM.

const plain = (text) => text.toLowerCase().replaceAll('ё', 'е');

/* Every word typed begins some word of the command; nothing typed shows all. */
export function found(commands, text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const parts = plain(command.text).split(/[\s,-]+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
}
