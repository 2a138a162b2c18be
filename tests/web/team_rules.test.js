// Rules of the team's pages, without a browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { numberOf } from '../../www/js/lib/find-rules.js';
import { drawnOf } from '../../www/js/pages/team/board-rules.js';
import { movedTo } from '../../www/js/pages/team/calendar-rules.js';
import { usualLeft } from '../../www/js/pages/team/task-reminders-rules.js';
import { shareOf, workOf } from '../../www/js/lib/team-rules.js';

describe('the work of a project', () => {
  it('leaves cancelled tasks out', () => {
    const project = { tasks: 24, tasks_done: 5, tasks_open: 15 };
    assert.deepEqual(workOf(project), { done: 5, open: 15, all: 20 });
    assert.equal(shareOf(project), 0.25);
  });

  it('is nothing where all is cancelled', () => {
    assert.equal(shareOf({ tasks: 3, tasks_done: 0, tasks_open: 0 }), 0);
  });
});

describe('a task that goes to another day of the calendar', () => {
  const moved = (due, place) => movedTo({ due_date: due }, place, 'Europe/Berlin');
  it('keeps its time to the millisecond, over the change of the clocks too', () => {
    for (const [due, day, wanted] of [
      ['2026-11-20T22:59:59.999Z', '2026-11-25', '2026-11-25T22:59:59.999Z'],
      ['2026-10-20T21:59:59.999Z', '2026-10-25', '2026-10-25T22:59:59.999Z'],
      ['2026-11-20T08:30:15.250Z', '2026-07-01', '2026-07-01T07:30:15.250Z'],
      ['2026-11-20T23:00:00.000Z', '2026-11-24', '2026-11-23T23:00:00.000Z'],
      ['1960-02-01T10:00:00.001Z', '1960-02-02', '1960-02-02T10:00:00.001Z'],
    ]) assert.equal(moved(due, { day }), wanted, due);
  });

  it('takes the time that was pointed at', () => {
    const place = { day: '2026-11-25', clock: '09:15' };
    assert.equal(moved('2026-11-20T22:59:59.999Z', place), '2026-11-25T08:15:00.000Z');
  });
});

describe('the number of a task', () => {
  it('may be typed with its sign', () => {
    const cases = { 12: '12', '#12': '12', '№ 012': '12', ' 7 ': '7', 'C#1': null, '12a': null, '': null, '#': null };
    for (const [text, wanted] of Object.entries(cases)) assert.equal(numberOf(text), wanted, text);
  });
});

describe('the columns of the board', () => {
  const ids = (keys) => keys.map(({ key }) => key);
  it('of one who no longer works here, and lanes of projects, are there for their tasks or by a filter', () => {
    const people = [{ id: 1, active: true }, { id: 2, active: false }, { id: 3, active: false }];
    const byPerson = ['none', '1', '2', '3'].map((id) => ({ key: id, group: { id } }));
    const drawn = (keys, filters, full, by) =>
      ids(drawnOf(keys, { by, filters, people, totalOf: (key) => (full.includes(key) ? 1 : 0) }));
    const none = { assigned_to: [], list: [] };
    assert.deepEqual(drawn(byPerson, none, ['3'], 'assigned_to'), ['none', '1', '3']);
    assert.deepEqual(drawn(byPerson, { ...none, assigned_to: ['2'] }, [], 'assigned_to'), ['none', '1', '2']);
    const lanes = [4, 5, null].flatMap((lane) =>
      ['todo', 'done'].map((id) => ({ key: `${lane}/${id}`, group: { id }, lane: { id: lane } })));
    assert.deepEqual(drawn(lanes, none, ['5/done'], 'status'), ['5/todo', '5/done', 'null/todo', 'null/done']);
    assert.deepEqual(drawn(lanes.slice(0, 4), { ...none, list: ['4'] }, [], 'status'), ['4/todo', '4/done']);
  });
});

describe('what everybody is still reminded of', () => {
  const now = Date.parse('2026-11-30T12:00:00Z');
  const all = [[25, 'day'], [24, 'hour'], [2, 'hour'], [1, 'due'], [0.5, 'due'], [0, 'over'], [-1, 'over']];
  for (const [hours, left] of all) {
    it(`${hours} hours before the deadline: ${left}`, () => {
      const due = new Date(now + hours * 3_600_000).toISOString();
      assert.equal(usualLeft({ due, open: true }, now), left);
      assert.equal(usualLeft({ due, open: false }, now), 'closed');
    });
  }
});
