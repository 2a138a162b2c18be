// free_port.js: a port for a server that is started a moment later, by another process.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Linux gives outgoing connections ports from 32768 on: one of those may be taken before its server listens.
const FIRST = 20_000;
const LAST = 32_000;
const TRIES = 100;

const isFree = (port) => new Promise((done) => {
  const server = createServer();
  server.once('error', () => done(false));
  server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
});

export async function freePort() {
  for (let n = 0; n < TRIES; n++) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port among ${TRIES} from ${FIRST} to ${LAST}`);
}
