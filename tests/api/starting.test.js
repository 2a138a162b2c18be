// The house is started and installed: what is refused, what is kept, what is left behind.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root, startHouse } from '../lib/house.js';
import { end, within } from '../lib/within.js';

describe('installed', () => {
  it('systemd starts every pool that nginx asks', (t) => {
    const dest = mkdtempSync(join(tmpdir(), 'hirewire-install-'));
    t.after(() => rmSync(dest, { recursive: true }));
    execFileSync(join(root, 'nginx/install'), { env: { ...process.env, DESTDIR: dest, PREFIX: '/usr' } });
    const target = readFileSync(join(dest, 'usr/lib/systemd/system/hirewire.target'), 'utf8');
    const started = [...target.matchAll(/hirewire-pool@(\w+)\.service/g)].map(([, pool]) => pool);
    const asked = new Set([
      ...readFileSync(join(dest, 'usr/share/hirewire/nginx/programs.conf'), 'utf8').matchAll(/^\t\t"[^"]*" (\w+);/gm)
    ].map(([, program]) => program));
    assert.deepEqual(started.sort(), [...asked].sort());
    for (const pool of started) assert.ok(existsSync(join(dest, 'usr/lib/hirewire/cgi-bin', pool)), pool);
    for (const name of ['hirewire-pool@.service', 'hirewire-nginx.service', 'hirewire-rounds.service']) {
      const unit = readFileSync(join(dest, 'usr/lib/systemd/system', name), 'utf8');
      for (const line of [
        'SystemCallFilter=@system-service seccomp', 'CapabilityBoundingSet=', 'ProtectProc=invisible',
        'NoNewPrivileges=yes', 'RestrictNamespaces=yes',
      ]) {
        assert.ok(unit.includes(`\n${line}`), `${name}: ${line}`);
      }
      assert.ok(!unit.includes('@HARDENING@'), name);
    }
  });
});

describe('start', () => {
  const alive = (pid) => existsSync(`/proc/${pid}/exe`);
  const start = (house) => within('a house, or its refusal', new Promise((done) => {
    const child = spawn(join(root, 'nginx/start'), [], { env: house.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      if (said.includes('Ctrl-C ends it')) done({ child, said });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => done({ code, said }));
  }));

  it('refuses a folder in use, survives its own kill -9, keeps the data, leaves nothing', async () => {
    const house = await startHouse();
    try {
      const user = await house.user({ email: 'kept@test.local' });
      assert.equal((await user.get('/api/v1/auth/me')).status, 200);
      assert.match((await start(house)).said, /already running/);
      const { said } = await start({ env: { ...house.env, PORT: '70000', HIREWIRE_RUN: join(house.folder, 'other') } });
      assert.match(said, /PORT=70000: a whole number, 1 to 65535/);

      house.child.kill('SIGKILL');
      const second = await start(house);
      house.child = second.child;
      assert.match(second.said, /ready in/);
      assert.equal((await user.get('/api/v1/auth/me')).status, 200, 'the session is still there');

      const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`HIREWIRE_CONF=${house.env.HIREWIRE_CONF}\0`);
        } catch {
          return false;
        }
      });
      assert.ok(pids.length > 8);
      await end(house.child, 'SIGINT');
      await house.until(() => pids.every((pid) => !alive(pid)));
      assert.match(readFileSync(join(house.folder, 'log/mariadbd.log'), 'utf8'), /Shutdown complete/);
    } finally {
      await house.stop();
    }
  });
});
