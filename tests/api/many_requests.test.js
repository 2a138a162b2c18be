// Limits of requests: a session, a stranger and an address each get what they need, nobody takes it from others.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import WebSocket from 'ws';
import { startHouse } from '../lib/house.js';
import { problem } from '../lib/problem.js';

const HTML = { headers: { Accept: 'text/html,application/xhtml+xml' } };

describe('limits', () => {
  const statuses = (all, wanted) => all.filter(({ status }) => status === wanted).length;
  const made = () => randomBytes(32).toString('base64url');

  it('200 people behind one address work and have live sockets', async () => {
    const house = await startHouse({ env: { RATE: '100', POOL_SIGNIN: '2' } });
    const sockets = [];
    try {
      const people = await Promise.all(Array.from({ length: 4 }, () => house.user()));
      const keys = await Promise.all(people.flatMap((person) => Array.from({ length: 50 }, async (_, n) => {
        const { token } = await person.expect(201, 'POST', '/api/v1/tokens', { name: `key ${n}`, scopes: ['read'] });
        return { headers: { Authorization: `Bearer ${token}` } };
      })));
      const url = `${house.url.replace('http', 'ws')}/ws/tasks/`;
      await Promise.all(keys.map((key) => new Promise((done, fail) => {
        const socket = new WebSocket(url, key);
        sockets.push(socket);
        socket.on('open', done);
        socket.on('error', fail);
      })));
      const all = await Promise.all(keys.flatMap((key) =>
        Array.from({ length: 3 }, () => house.anonymous().get('/api/v1/auth/me', key))));
      assert.equal(statuses(all, 200), 600);
      assert.ok(sockets.every((socket) => socket.readyState === WebSocket.OPEN));
    } finally {
      for (const socket of sockets) socket.terminate();
      await house.stop();
    }
  });

  it('a session that floods is refused, and takes nothing from others of its address', async () => {
    const house = await startHouse({ env: { RATE: '5' } });
    try {
      const [one, other] = [await house.user(), await house.user()];
      const flood = await Promise.all(Array.from({ length: 400 }, () => one.get('/api/v1/auth/me')));
      assert.ok(statuses(flood, 429) > 200, `${statuses(flood, 429)} refused`);
      const calm = await Promise.all(Array.from({ length: 15 }, () => other.get('/api/v1/auth/me')));
      assert.equal(statuses(calm, 200), 15);
    } finally {
      await house.stop();
    }
  });

  it('cookies that are made up open no way around: not as many as one likes, to sign in none', async () => {
    const house = await startHouse({ env: { RATE: '2' } });
    try {
      const ask = (method, path) => house.anonymous().raw(method, path, {
        headers: { Cookie: `hw_session=${made()}`, 'Content-Type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
      });
      const many = await Promise.all(Array.from({ length: 300 }, () => ask('GET', '/api/v1/auth/me')));
      assert.equal(statuses(many, 401) + statuses(many, 429), 300);
      assert.ok(statuses(many, 429) > 100, `${statuses(many, 429)} refused`);
      const signs = await Promise.all(Array.from({ length: 40 }, () => ask('POST', '/api/v1/auth/login')));
      assert.ok(statuses(signs, 429) > 10, `${statuses(signs, 429)} refused`);
    } finally {
      await house.stop();
    }
  });

  it('a request counts for the session that opens it, whatever else it brings along', async () => {
    const house = await startHouse({ env: { RATE: '2' } });
    try {
      for (const more of [
        () => ({ Authorization: `Bearer\t${made()}` }), () => ({ Authorization: `Basic ${made()}` }),
      ]) {
        const one = await house.user();
        const flood = await Promise.all(Array.from({ length: 14 }, () =>
          one.get('/api/v1/auth/me', { headers: more() })));
        assert.ok(statuses(flood, 429) > 0, `${statuses(flood, 200)} let through`);
        assert.equal(statuses(flood, 200) + statuses(flood, 429), 14);
      }
      const two = await house.user();
      const flood = await Promise.all(Array.from({ length: 14 }, () => house.anonymous().raw('GET', '/api/v1/auth/me', {
        headers: { Cookie: `__Host-hw_session=${made()}; ${two.cookie}` },
      })));
      assert.ok(statuses(flood, 429) > 0, `${statuses(flood, 200)} let through`);
    } finally {
      await house.stop();
    }
  });

  it('answer 429 with Retry-After', async () => {
    const house = await startHouse({ env: { RATE: '2' } });
    try {
      const all = await Promise.all(Array.from({ length: 40 }, () => house.anonymous().get('/health')));
      const busy = all.filter(({ status }) => status === 429);
      assert.ok(busy.length > 0 && busy.length < 40);
      problem(busy[0], 429, 'busy');
      assert.equal(busy[0].headers['retry-after'], '2');
      assert.equal((await house.anonymous().get('/', HTML)).status, 200, 'pages are not limited');
    } finally {
      await house.stop();
    }
  });
});
