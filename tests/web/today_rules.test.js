// The rules of the first page and of the profile. No browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partsOf } from '../../www/js/pages/today/my-tasks-rules.js';
import * as today from '../../www/js/pages/today/today-rules.js';
import { agentOf } from '../../www/js/lib/agent-rules.js';
import { changedOf, daysLeft, hostOf, termsOf, zones } from '../../www/js/pages/account/profile-rules.js';
import { objectOf, detailsOf } from '../../www/js/pages/admin/audit-rules.js';

describe('the first page', () => {
  it('connections: a key that ends soon is said first', () => {
    const now = Date.parse('2026-11-20T10:00:00Z');
    const look = (one) => Object.values(today.connectionLook(one, now)).slice(0, 2).join();
    assert.equal(look({ status: 'ok', last_sync_at: 'x', expires_at: '2026-11-22T12:00:00Z' }), 'warn,days');
    assert.equal(look({ status: 'ok', expires_at: '2026-11-20T12:00:00Z' }), 'bad,today');
    assert.equal(look({ status: 'ok', expires_at: '2026-11-19T12:00:00Z' }), 'bad,expired');
    assert.equal(look({ status: 'refused' }), 'bad,refused');
    assert.equal(look({ status: 'new', key_set: true }), 'none,unchecked');
    assert.equal(look({ status: 'ok', last_sync_at: 'x' }), 'ok,ago');
  });
  it('first steps open one after another', () => {
    const data = (total) => ({ tasks: { total } });
    const ready = {
      settings: { api_key: { set: true }, list_id: '' },
      profile: { active_system: 'PROD', huntflow_prod_api_key: { set: true } },
    };
    const steps = today.stepsOf(data(0), ready);
    assert.deepEqual(steps.map(({ done }) => done), [true, false, false, true, false]);
    assert.deepEqual(steps.map(({ open }) => open), [true, true, false, true, false]);
    assert.ok(today.stepsOf(data(5), ready)[4].open);
  });
  it('a chart from three days with something in them; syncs without a fault are one line', () => {
    const days = (...counts) => counts.map((count) => ({ count }));
    assert.equal(today.charted(days(0, 5, 9, 0), 'count'), false);
    assert.equal(today.charted(days(1, 0, 2, 3), 'count'), true);
    const logs = ['running', 'success', 'success', 'error', 'success'].map((status, id) => ({ id, status }));
    assert.deepEqual(
      today.foldedSyncs(logs).map(({ logs: all }) => all.map(({ id }) => id)), [[0], [1, 2], [3], [4]],
    );
    assert.deepEqual(today.foldedSyncs([]), []);
  });
  it('spikes and changes', () => {
    const hours = [{ errors: 1 }, { errors: 38 }, { errors: 3 }];
    assert.equal(today.spike(hours), hours[1]);
    assert.equal(today.spike([{ errors: 4 }]), null);
    assert.equal(today.change([{ count: 0 }, { count: 5 }]), null);
    assert.equal(today.change([{ count: 4 }, { count: 5 }]), 0.25);
  });
});

describe('the profile', () => {
  it('profile: only what changed is sent; browsers have names', () => {
    assert.deepEqual(changedOf({ a: 1, key: '' }, { a: 2, key: '' }), { a: 2 });
    assert.equal(agentOf('Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120'), 'Edge, Windows');
    assert.equal(agentOf(''), '');
    assert.equal(daysLeft('2026-11-22T10:00:00Z', Date.parse('2026-11-20T10:00:00Z')), 2);
    assert.equal(daysLeft(null, 0), null);
    assert.ok(zones('Mars/Base').includes('Mars/Base'));
  });

  it('the audit: numbers, words and details for people, unknown ones as they are', () => {
    const known = { 'audit.number': '№ {n}', 'audit.object.own': 'свои', 'audit.yes': 'да', 'role.admin': 'Админ',
      'audit.data.role': 'роль', 'audit.data.active': 'вход открыт' };
    const words = { has: (key) => key in known, t: (key, values) => known[key].replace('{n}', values?.n) };
    assert.equal(objectOf('17', words), '№ 17');
    assert.equal(objectOf('own', words), 'свои');
    assert.equal(objectOf('GET /api/v1/users', words), 'GET /api/v1/users');
    assert.equal(detailsOf({ role: 'admin', active: true, x: 5 }, words), 'роль: Админ, вход открыт: да, x: 5');
    assert.equal(detailsOf(['role', 'x'], words), 'роль, x');
    assert.equal(detailsOf(null, words), '');
  });

  it('the host that a key is sent to, and the terms of a new API key', () => {
    assert.equal(hostOf('https://A.example/v2'), hostOf('https://a.example:443'));
    assert.notEqual(hostOf('https://a.example'), hostOf('http://a.example'));
    assert.equal(hostOf('https://'), 'https://');
    assert.deepEqual(termsOf(undefined), [7, 30, 90, 365]);
    assert.deepEqual(termsOf({ token_max_days: 60 }), [7, 30, 60]);
    assert.deepEqual(termsOf({ token_max_days: 0 }), [7, 30, 90, 365, 0]);
    assert.deepEqual(termsOf({ token_max_days: 1 }), [1]);
  });
});

describe('my tasks', () => {
  it('what was due earlier today is overdue, and stands there alone', () => {
    const now = new Date('2026-11-30T22:30:00Z');
    const [late, today] = partsOf(now, 'Europe/Minsk');
    assert.deepEqual(late.ask.due, ['overdue']);
    assert.deepEqual(today.ask.due, ['2026-11-30T22:30:00.000Z..2026-12-01']);
  });
  it('what is in review waits for who made it, late or not: it is in no other part', () => {
    const [late, today, review] = partsOf(new Date(), 'Europe/Minsk');
    for (const { ask } of [late, today]) assert.deepEqual(ask.status, ['todo', 'in_progress']);
    assert.deepEqual(review.ask, { created_by: ['me'], status: ['review'] });
  });
});
