// served: what lies beside the modules, under the names that nginx/bundle.mjs gave: icons, style sheets, words.
const FILES = 'SERVED_FILES';
const WORDS = 'SERVED_WORDS';

/* Address of a file: of the icons ('icons'), of a sheet ('list'), of several in one ('list+tasks+fields'). */
export const addressOf = (name) => FILES[name];

/*
 * The module with messages of a set, in a language; '': those that every page needs, which knows where the others are:
 * nobody reads that of the other language.
 */
export async function readMessages(language, set) {
  const common = await WORDS[language]();
  return set ? common.sets[set]() : common;
}
