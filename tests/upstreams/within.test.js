// What tests await has a bound, and says what it was.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { test } from 'node:test';
import { Client } from '../lib/client.js';
import { freePort } from '../lib/free_port.js';
import { end, within } from '../lib/within.js';

const never = new Promise(() => {});

test('what comes in time is given, what fails is thrown, what does not come is named', async () => {
  assert.equal(await within('a word', Promise.resolve('yes')), 'yes');
  await assert.rejects(within('a word', Promise.reject(new Error('no'))), /^Error: no$/);
  await assert.rejects(within('a word', never, 1), /^Error: not within 1 ms: a word$/);
  await assert.rejects(within(() => 'known later', never, 1), /not within 1 ms: known later/);
});

test('a process that has ended is not waited for again; one that does not end is named', async () => {
  const child = spawn('sh', ['-c', 'exit 3']);
  await once(child, 'exit');
  assert.equal(await end(child), 3);
  const sleeper = spawn('sleep', ['600']);
  await assert.rejects(end(sleeper, undefined, 1), /the end of sleep 600/);
  assert.equal(await end(sleeper, 'SIGKILL'), 'SIGKILL');
});

test('a port is one that no outgoing connection is given', async () => {
  const port = await freePort();
  assert.ok(port >= 1024 && port < 32_768, String(port));
});

test('a kept connection that is closed while a request is on its way: it is asked again', async () => {
  const seen = [];
  const server = http.createServer((req, res) => {
    seen.push(req.url);
    if (seen.length === 2) req.socket.resetAndDestroy();
    else res.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const client = new Client({ url: `http://127.0.0.1:${server.address().port}` });
    await client.get('/first');
    assert.equal((await client.get('/second')).status, 200);
    assert.deepEqual(seen, ['/first', '/second', '/second']);
    await assert.rejects(new Client({ url: 'http://127.0.0.1:1' }).get('/'), /ECONNREFUSED/);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
