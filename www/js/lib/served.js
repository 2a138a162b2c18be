// served: what lies beside the modules, under the names that nginx/bundle.mjs gave: icons, style sheets, words.
const FILES = 'SERVED_FILES';
const WORDS = 'SERVED_WORDS';

/* Address of a file: of the icons ('icons'), of a sheet ('list'), of several in one ('list+tasks+fields'). */
export const addressOf = (name) => FILES[name];

/* The module with messages of these parts ('team+ui'), in a language. */
export const readMessages = (language, parts) => WORDS[`${language}:${parts}`]();
