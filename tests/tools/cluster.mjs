// cluster.mjs: several machines on one, to be looked at: three nodes, Redis, two fronts behind one nginx, the demo's
// services. Ctrl-C ends all of it. PORT: where people come in (8010).
import { missing, startCluster } from '../lib/cluster.js';

const lacks = missing();
if (lacks.length > 0) {
  console.error(`cluster: not installed: ${lacks.join(', ')}; nginx/deps cluster`);
  process.exit(1);
}
const cluster = await startCluster({ demo: true, port: Number(process.env.PORT ?? 8010), env: { TICK_EVERY: '5' } });
let ending = false;
const stop = async () => {
  if (ending) return;
  ending = true;
  await cluster.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
const me = await cluster.fronts[0].house.user({ role: 'admin', company: 'Cluster' });
await me.connect();
const { clickup, huntflow } = cluster.up;
const addresses = cluster.fronts.map(({ house }) => house.url);
console.log(`cluster: ${cluster.url}/ by both fronts: ${addresses.join(', ')}`);
console.log(`cluster: nodes ${cluster.nodes.map(({ host, socket }) => `${host} (${socket})`).join(', ')}`);
console.log(`cluster: Redis ${cluster.redis.url}, ClickUp ${clickup.url}, Huntflow ${huntflow.url}`);
const token = await cluster.fronts[0].house.loginToken(me.user.email);
console.log(`cluster: sign in once with: ${cluster.url}/login/#${token}`);
console.log('cluster: Ctrl-C ends it');
