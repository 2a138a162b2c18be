// redis.js: a Redis of one's own, which keeps nothing on disk.
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free_port.js';
import { startServer, until } from './server.js';
import { end } from './within.js';

// The server goes by its name. Debian's redis-server only names it, and starts one for the whole machine.
export const REDIS = '/usr/bin/redis-check-rdb';

// By TLS, with a certificate of its own.
function secured(folder, port) {
  const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name));
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  execFileSync('openssl', ['req', '-x509', ...kind, '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key,
    '-out', cert], { stdio: 'ignore' });
  chmodSync(key, 0o644);
  return ['--port', 0, '--tls-port', port, '--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no'];
}

/* folder: its own. password: asked for. tls: by rediss. url, child, again() after its end. */
export async function startRedis({ folder, user, password, tls = false }) {
  const port = await freePort();
  const listen = tls ? secured(folder, port) : ['--port', port];
  const args = [...listen, '--bind', '127.0.0.1', '--save', '', '--dir', folder, '--requirepass', password ?? ''];
  const redis = {
    url: `redis${tls ? 's' : ''}://${password ? `:${password}@` : ''}127.0.0.1:${port}`,
    async again() {
      const before = redis.child?.log().length ?? 0;
      const line = ['-c', `exec -a redis-server ${REDIS} "$@"`, 'sh', ...args];
      redis.child = startServer(folder, 'redis', 'bash', line, user);
      const says = () => redis.child.log().slice(before);
      await until(() => says().includes('Ready to accept connections'), { what: () => `Redis: ${says()}` });
    },
    kill: () => end(redis.child, 'SIGKILL', 10_000),
    stop: () => end(redis.child, 'SIGTERM', 10_000),
  };
  await redis.again();
  return redis;
}
