// rights: what the processes of a house may do: an own user, no capabilities, no new privileges, a filter of
// system calls.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { readPools } from '../../nginx/addresses.mjs';
import { root, startHouse } from '../lib/house.js';

const asRoot = process.getuid() === 0;
// A checkout in /root is closed to every other user: there start stays root.
function isOpen() {
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  try {
    execFileSync('setpriv', [...nobody, 'test', '-r', join(root, 'nginx/start')]);
    return true;
  } catch {
    return false;
  }
}
const ownUser = () => (asRoot && isOpen() ? Number(execFileSync(
  'id', ['-u', 'hirewire'], { encoding: 'utf8' },
)) : process.getuid());

function statusOf(pid) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  const fact = (name) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(text)[1];
  return {
    user: Number(fact('Uid')), effective: fact('CapEff'), permitted: fact('CapPrm'), filter: fact('Seccomp'),
    fixed: fact('NoNewPrivs'),
  };
}

function checkPrograms(house, user) {
  const wanted = { user, effective: '0'.repeat(16), permitted: '0'.repeat(16), filter: '2', fixed: '1' };
  for (const { program } of readPools()) {
    const pids = house.processes(program);
    assert.ok(pids.length > 1, program);
    for (const pid of pids) assert.deepEqual(statusOf(pid), wanted, program);
  }
}

describe('a house', () => {
  it('is of a user of its own, its programs confined', async () => {
    const house = await startHouse();
    try {
      const user = ownUser();
      checkPrograms(house, user);
      for (const pid of house.pids('mariadbd')) assert.equal(statusOf(pid).user, user);
      const nginx = Number(readFileSync(join(house.folder, 'nginx.pid'), 'utf8'));
      assert.equal(statusOf(nginx).user, user);
    } finally {
      await house.stop();
    }
  });

  const closed = (what) => async () => {
    const bin = mkdtempSync(join(tmpdir(), 'hw-closed-'));
    const built = resolve(root, process.env.HIREWIRE_BIN ?? 'build');
    for (const name of ['cgi-bin', 'hirewire']) symlinkSync(join(built, name), join(bin, name));
    cpSync(join(root, 'build/nginx'), join(bin, 'nginx'), { recursive: true });
    chmodSync(bin, 0o755);
    chmodSync(join(bin, what), what.endsWith('.conf') ? 0o600 : 0o700);
    const house = await startHouse({ env: { HIREWIRE_BIN: bin } });
    try {
      checkPrograms(house, process.getuid());
    } finally {
      await house.stop();
      rmSync(bin, { recursive: true });
    }
  };
  it('that no other user reaches stays its user’s, the programs confined all the same', closed('.'));
  it('of which another user reaches only a part, too', closed('nginx/programs.conf'));
});
