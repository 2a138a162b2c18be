// Live events: sockets are opened by those who may, and hear their own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import WebSocket from 'ws';
import { startHouse } from '../lib/house.js';

// Publishes as a program does: through the internal socket.
function publish(house, channel, text) {
  return new Promise((done, fail) => {
    const req = http.request({
      socketPath: join(house.folder, 'sock/push.sock'), path: `/publish?channel=${channel}`, method: 'POST',
    },
      (res) => { res.resume(); done(res.statusCode); });
    req.on('error', fail);
    req.end(text);
  });
}

describe('live events', () => {
  let house; let user; let channel;
  before(async () => {
    house = await startHouse();
    user = await house.user();
  });
  after(() => house.stop());

  const open = (headers, path = '/ws/tasks/') => new WebSocket(
    `${house.url.replace('http', 'ws')}${path}`, { headers },
  );
  const refused = (socket) => new Promise((done) => {
    socket.on('unexpected-response', (_req, res) => done(res.statusCode));
    socket.on('open', () => done('open'));
    socket.on('error', () => {});
  });
  // The channel is known to signin and to the publisher; a test reads what signin tells nginx.
  const channelOf = async (client) => {
    const res = await new Promise((done, fail) => {
      const cgi = spawn(join(house.bin, 'cgi-bin/signin'), [], {
        env: {
          ...house.env, REQUEST_METHOD: 'GET', DOCUMENT_URI: '/ws/auth', REQUEST_URI: '/ws/auth',
          HTTP_COOKIE: client.cookie, REMOTE_ADDR: '127.0.0.1',
        },
      });
      let out = '';
      cgi.stdout.on('data', (chunk) => { out += chunk; });
      cgi.on('close', () => done(out));
      cgi.on('error', fail);
      cgi.stdin.end();
    });
    return /X-Channel-Id: (\S+)/i.exec(res)?.[1];
  };

  it('are nothing else: 426 with Upgrade, whoever asks', async () => {
    for (const client of [user, house.anonymous()]) {
      const res = await client.get('/ws/tasks/');
      assert.deepEqual([res.status, res.headers.upgrade, res.json.code], [426, 'websocket', 'io.upgrade']);
    }
    assert.equal((await house.anonymous().get('/ws/tasks/', { headers: { Accept: 'text/event-stream' } })).status, 401);
  });

  it('are opened by GET alone', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
      for (const path of ['/ws/tasks/', '/ws/tasks']) {
        const res = await user.raw(method, path);
        assert.deepEqual([res.status, res.headers.allow], [405, 'GET'], `${method} ${path}`);
      }
    }
  });

  it('are refused without a session and from a foreign page', async () => {
    assert.equal(await refused(open({})), 401);
    assert.equal(await refused(open({ Cookie: user.cookie, Origin: 'https://evil.example' })), 403);
  });

  it('reach the WebSocket of their user alone', async () => {
    channel = await channelOf(user);
    assert.match(channel, /^[0-9a-zA-Z_-]{16,}$/);
    const other = await house.user();
    assert.notEqual(await channelOf(other), channel);
    const [mine, theirs] = [
      open({ Cookie: user.cookie, Origin: house.url }), open({ Cookie: other.cookie, Origin: house.url }, '/ws/tasks'),
    ];
    await Promise.all([mine, theirs].map((socket) => new Promise((done, fail) => {
      socket.on('open', done);
      socket.on('error', fail);
    })));
    const got = [];
    mine.on('message', (data) => got.push(String(data)));
    theirs.on('message', (data) => got.push(`foreign ${data}`));
    await publish(house, channel, '{"seq":1}');
    await publish(house, channel, '{"seq":2}');
    await house.until(() => got.length >= 2);
    assert.deepEqual(got, ['{"seq":1}', '{"seq":2}']);
    mine.close();
    theirs.close();
  });

  it('reach an EventSource, with replay after a reconnect', async () => {
    const listen = (headers) => new Promise((done, fail) => {
      const req = http.get(`${house.url}/ws/tasks/`, {
        headers: { Accept: 'text/event-stream', Cookie: user.cookie, ...headers },
      }, (res) => {
        const stream = { text: '', status: res.statusCode, close: () => req.destroy() };
        res.on('data', (chunk) => { stream.text += chunk; });
        res.on('error', () => {});
        done(stream);
      });
      req.on('error', fail);
    });
    const first = await listen({});
    assert.equal(first.status, 200);
    await publish(house, channel, '{"seq":3}');
    await house.until(() => first.text.includes('data: {"seq":3}'));
    const id = /^id: (.*)$/m.exec(first.text)[1];
    first.close();
    await publish(house, channel, '{"seq":4}');
    const again = await listen({ 'Last-Event-ID': id });
    await house.until(() => again.text.includes('data: {"seq":4}'));
    assert.ok(!again.text.includes('"seq":3'));
    again.close();
  });
});
