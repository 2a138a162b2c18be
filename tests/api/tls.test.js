// tls: nginx speaks https itself: how, by which pair, what becomes of a new one and of one that does not fit.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync,
  writeFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import tls from 'node:tls';
import { freePort } from '../lib/free_port.js';
import { root, startHouse } from '../lib/house.js';
import { within } from '../lib/within.js';

// A house started by root runs as a user of its own, who reads the pair.
const folder = mkdtempSync(join(tmpdir(), 'hw-tls-'));
chmodSync(folder, 0o755);
const cert = join(folder, 'site.pem');
const key = join(folder, 'site.key');
let house, port, httpPort;

// A pair of this name, in these files at once.
function makePair(name, toCert = cert, toKey = key) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-keyout', `${key}.new`, '-out', `${cert}.new`, '-days', '90', '-subj', `/CN=${name}`], { stdio: 'ignore' });
  chmodSync(`${key}.new`, 0o644);
  if (toKey) renameSync(`${key}.new`, toKey);
  renameSync(`${cert}.new`, toCert);
}

const settings = (more) => ({
  TLS_CERT: cert, TLS_KEY: key, PORT: String(port), HTTP_PORT: String(httpPort),
  WEB_BASE_URL: `https://localhost:${port}`, ...more,
});

// -> {status, headers, text}
function ask(module, at, { method = 'GET', body, ...options } = {}) {
  return within(`an answer at ${at}`, new Promise((done, fail) => {
    module.request({ host: '127.0.0.1', port: at, rejectUnauthorized: false, method, ...options }, (res) => {
      let text = '';
      res.on('data', (chunk) => { text += chunk; });
      res.on('end', () => done({ status: res.statusCode, headers: res.headers, text }));
    }).on('error', fail).end(body);
  }));
}

// Whose certificate is shown, by which protocol.
const shown = (options = {}) => within('a greeting', new Promise((done, fail) => {
  const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => {
    done({ name: socket.getPeerCertificate().subject.CN, protocol: socket.getProtocol(), alpn: socket.alpnProtocol });
    socket.end();
  });
  socket.on('error', fail);
}));

before(async () => {
  [port, httpPort] = [await freePort(), await freePort()];
  makePair('first.test');
  house = await startHouse({ env: settings() });
});
after(async () => {
  await house?.stop();
  rmSync(folder, { recursive: true });
});

describe('https', () => {
  test('is spoken in HTTP/2, by TLS 1.2 and 1.3 alone', async () => {
    assert.deepEqual(await shown({ ALPNProtocols: ['h2', 'http/1.1'] }),
      { name: 'first.test', protocol: 'TLSv1.3', alpn: 'h2' });
    assert.equal((await shown({ maxVersion: 'TLSv1.2' })).protocol, 'TLSv1.2');
    await assert.rejects(shown({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }));
    await assert.rejects(shown({ maxVersion: 'TLSv1.2', ciphers: 'AES256-SHA' }));
    const session = http2.connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
    const stream = session.request({ ':path': '/health/', accept: 'application/json' });
    const headers = await within('an answer', new Promise((done) => { stream.on('response', done); }));
    assert.equal(headers[':status'], 200);
    session.destroy();
  });

  test('binds browsers to it; cookies are for it alone', async () => {
    const res = await ask(https, port, { path: '/', headers: { Accept: 'text/html' } });
    assert.equal(res.status, 200);
    assert.match(res.headers['strict-transport-security'], /max-age=31536000/);
    const token = await house.loginToken('admin@test.local');
    const signIn = (origin) => ask(https, port, {
      path: '/api/v1/auth/link', method: 'POST', body: JSON.stringify({ token }),
      headers: { 'Content-Type': 'application/json', Origin: origin },
    });
    assert.equal((await signIn(`http://localhost:${port}`)).status, 403);
    const signed = await signIn(`https://127.0.0.1:${port}`);
    assert.equal(signed.status, 200, signed.text);
    assert.match(String(signed.headers['set-cookie']), /__Host-hw_session=.*Secure/);
  });

  test('is where http leads to, on its own port and on that of http', async () => {
    for (const at of [port, httpPort]) {
      const res = await ask(http, at, { path: '/tasks/?q=1', headers: { Host: 'evil.example' } });
      assert.equal(res.status, 308, String(at));
      assert.equal(res.headers.location, `https://localhost:${port}/tasks/?q=1`);
    }
  });

  test('challenges of a certificate are answered by http and https, and nothing beside them', async () => {
    const place = join(house.folder, 'acme/.well-known/acme-challenge');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'token_1'), 'token_1.thumb');
    for (const [module, at] of [[http, httpPort], [https, port]]) {
      const get = (path) => ask(module, at, { path, headers: { Host: `localhost:${at}` } });
      const res = await get('/.well-known/acme-challenge/token_1');
      assert.deepEqual([res.status, res.text], [200, 'token_1.thumb']);
      assert.match(res.headers['content-type'], /^text\/plain/);
      assert.equal((await get('/.well-known/acme-challenge/none')).status, 404);
      assert.notEqual((await get('/.well-known/acme-challenge/../../../hirewire.conf')).status, 200);
    }
  });
});

describe('a pair', () => {
  test('that is new is shown without a restart; one that does not fit is told of, the old one goes on', async () => {
    makePair('second.test');
    await house.until(async () => (await shown()).name === 'second.test');
    makePair('third.test', cert, null);     // the key comes later
    await house.until(() => house.said.includes(`${key} is not the key of ${cert}`));
    assert.match(house.said, /the certificate of before goes on/);
    assert.equal((await shown()).name, 'second.test');
    renameSync(`${key}.new`, key);
    await house.until(async () => (await shown()).name === 'third.test');
    rmSync(key);
    await house.until(() => house.said.includes(`${key}: missing`));
    assert.equal((await shown()).name, 'third.test');
    makePair('fourth.test');
    await house.until(async () => (await shown()).name === 'fourth.test');
    assert.equal(house.said.split('is not the key of').length, 2, 'told once');
  });

  for (const [what, more, said] of [
    ['a certificate without its key', { TLS_KEY: '' }, /the certificate .*site\.pem has no key: set TLS_KEY/],
    ['a key without its certificate', { TLS_CERT: '' }, /TLS_KEY is set and TLS_CERT is not/],
    ['what is no certificate', { TLS_CERT: '/etc/hostname' }, /\/etc\/hostname: is no certificate in PEM/],
    ['what is no key', { TLS_KEY: '/etc/hostname' }, /\/etc\/hostname: is no key in PEM/],
  ]) {
    test(`${what} starts nothing, by a sentence`, async () => {
      const env = { ...settings(more), PORT: String(await freePort()), HTTP_PORT: '' };
      await assert.rejects(startHouse({ env }), ({ message }) => {
        assert.match(message, said);
        assert.match(message, /nginx has no certificate to show/);
        return true;
      });
    });
  }
});

// uacme as it is documented: it calls the hook with begin, and done at last, and stores what came.
const UACME = `#!/bin/sh
echo "$@" >>"$ASKED"
while [ $# -gt 0 ]; do
	case $1 in
	-c) dir=$2; shift ;;
	-h) hook=$2; shift ;;
	-y) ;;
	new) mkdir -p "$dir/private"; : >"$dir/private/key.pem"; exit 0 ;;
	issue) name=$2; break ;;
	esac
	shift
done
"$hook" begin dns-01 "$name" tok-1 text && exit 9
"$hook" begin http-01 "$name" ../evil text && exit 9
"$hook" begin http-01 "$name" tok-1 tok-1.thumb || exit 9
cat "$STATE_DIRECTORY/acme/.well-known/acme-challenge/tok-1" >"$ASKED.seen"
"$hook" done http-01 "$name" tok-1 tok-1.thumb
exit "$UACME_CODE"
`;

describe('nginx/acme', () => {
  const bin = join(folder, 'bin');
  const state = join(folder, 'state');
  const conf = join(folder, 'hirewire.conf');
  const acme = (code) => {
    const env = {
      ...process.env, PATH: `${bin}:${process.env.PATH}`, ASKED: join(folder, 'asked'), STATE_DIRECTORY: state,
      HIREWIRE_CONF: conf, UACME_CODE: String(code),
    };
    return execFileSync(join(root, 'nginx/acme'), { env, encoding: 'utf8', stdio: 'pipe' });
  };

  test('asks for the name of the house, answers the challenge, says where the pair lies', () => {
    mkdirSync(bin);
    writeFileSync(join(bin, 'uacme'), UACME);
    chmodSync(join(bin, 'uacme'), 0o755);
    writeFileSync(conf, 'WEB_BASE_URL=https://hr.firm.test/\n');
    assert.match(acme(0), new RegExp(`TLS_CERT=${state}/tls/hr\\.firm\\.test/cert\\.pem`));
    assert.match(readFileSync(join(folder, 'asked'), 'utf8'), / issue hr\.firm\.test\n$/);
    assert.equal(readFileSync(join(folder, 'asked.seen'), 'utf8'), 'tok-1.thumb');
    assert.deepEqual(readdirSync(join(state, 'acme/.well-known/acme-challenge')), []);
  });

  test('one that is good for long is no fault; one that does not come is', () => {
    acme(1);
    assert.throws(() => acme(2), /no certificate of hr\.firm\.test came/);
    writeFileSync(conf, 'WEB_BASE_URL=http://localhost:8005\n');
    assert.throws(() => acme(0), /WEB_BASE_URL=https:\/\/NAME says which name/);
  });
});
