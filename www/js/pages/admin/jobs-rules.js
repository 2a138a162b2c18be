// jobs-rules: what works by itself: filters, how a state looks. No DOM.
import { listQuery } from '../../lib/list-rules.js';

export const query = listQuery([], ['kind', 'state', 'page', 'after']);
export const isNarrowed = ({ kind, state }) => Boolean(kind || state);

export const KINDS = ['imports', 'syncs', 'reminders', 'messages', 'erasures'];
export const STATES = ['open', 'failed', 'waiting', 'running', 'stopped', 'done', 'passed', 'cancelled', 'planned'];

export const LOOK = {
  waiting: ['line', 'clock'], running: ['info', ''], stopped: ['warn', 'square'], done: ['ok', 'check'],
  failed: ['bad', 'triangle-alert'], cancelled: ['', 'ban'], planned: ['line', 'calendar'], passed: ['', 'clock'],
};

/* Something will change by itself soon. */
export const moves = (rows) => rows.some(({ state }) => state === 'waiting' || state === 'running');

export const keyOf = ({ kind, id }) => `${kind}-${id}`;
export const replaced = (rows, job) => rows.map((row) => (keyOf(row) === keyOf(job) ? job : row));
