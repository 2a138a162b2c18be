// redis.js: a Redis of one's own, which keeps nothing on disk.
import { freePort } from './free_port.js';
import { startServer, until } from './server.js';
import { end } from './within.js';

// The server goes by its name. Debian's redis-server only names it, and starts one for the whole machine.
export const REDIS = '/usr/bin/redis-check-rdb';

/* folder: its own. password: asked for. url, child, again() after its end. */
export async function startRedis({ folder, user, password }) {
  const port = await freePort();
  const args = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--dir', folder, '--requirepass', password ?? ''];
  const redis = {
    url: `redis://${password ? `:${password}@` : ''}127.0.0.1:${port}`,
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
