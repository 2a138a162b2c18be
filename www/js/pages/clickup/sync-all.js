// sync-all: all tasks of the lists, now and in later syncs.
import { post } from '../../lib/api.js';

const ALL = 1_000_000;

/* The limit first: a sync that follows by itself would leave the rest out again. */
export async function syncAll() {
  await post('/clickup/settings', { max_tasks: ALL });
  return post('/clickup/api/sync-tasks', { full: true });
}
