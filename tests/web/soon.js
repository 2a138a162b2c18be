// soon.js: what a page comes to after an action. An assertion of what it shows at once would be a race.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/* How long a page may take for what it is asked to show. */
export const PATIENCE = 20_000;
const EVERY = 25;

// read is called again until the assertion of what it gives holds; at the end the last failure is thrown.
const later = (check) => async (read, ...expected) => {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return check(await read(), ...expected);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await pause(EVERY);
  }
};

const CHECKS = ['ok', 'equal', 'notEqual', 'deepEqual', 'notDeepEqual', 'match', 'doesNotMatch'];

/* assert's functions, given how to read instead of what was read: soon.equal(() => rows.count(), 2). */
export const soon = Object.fromEntries(CHECKS.map((name) => [name, later(assert[name])]));
