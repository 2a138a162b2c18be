// Rules of the team's pages, without a browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
