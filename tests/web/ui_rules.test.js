// The rules of the components. No browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placed } from '../../www/js/ui/layer-rules.js';
import { ticked, rowAt } from '../../www/js/ui/selection-rules.js';
import { heights, ticks, isSeen } from '../../www/js/ui/chart-rules.js';

describe('charts', () => {
  it('heights, ticks', () => {
    assert.deepEqual(heights([0, 1, 1000]), [0, 2, 100]);
    assert.deepEqual(heights([]), []);
    assert.deepEqual(ticks(17), { top: 20, steps: [20, 15, 10, 5, 0] });
    assert.equal(ticks(1).top, 4);
    assert.equal(ticks(9).top, 12);
    assert.deepEqual([isSeen(0, 10), isSeen(1, 1000), isSeen(38, 1180)], [false, false, true]);
  });
});

describe('ticked rows', () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
  const idOf = ({ id }) => id;
  it('a range both ways; what was chosen before stays, and is not changed', () => {
    const up = ticked(new Map(), rows, 3, 1, true, idOf);
    assert.deepEqual([...up.keys()], ['b', 'c', 'd']);
    assert.deepEqual([...ticked(up, rows, null, 2, false, idOf).keys()], ['b', 'd']);
    assert.equal(up.size, 3);
  });
  it('j and k: from nowhere to an end, never past it', () => {
    const cases = [
      [null, 5, 1, 0],
      [null, 5, -1, 4],
      [4, 5, 1, 4],
      [0, 5, -1, 0],
      [1, 5, 1, 2],
      [null, 0, 1, null],
    ];
    for (const [cursor, count, move, wanted] of cases) assert.equal(rowAt(cursor, count, move), wanted);
  });
});

describe('a sheet beside its button', () => {
  const view = { width: 400, height: 600 };
  const box = { width: 200, height: 300 };
  const at = (left, top) => ({ left, top, right: left + 40, bottom: top + 40 });
  it('lies under it, or over it where there is more room', () => {
    assert.deepEqual(placed({ anchor: at(20, 20), box, view }), { left: 20, top: 66, room: 526 });
    assert.equal(placed({ anchor: at(20, 500), box, view }).top, 194);
  });
  it('stays inside the window on both sides, and ends where its button does when asked', () => {
    assert.equal(placed({ anchor: at(350, 20), box, view }).left, 192);
    assert.equal(placed({ anchor: at(350, 20), box, view, align: 'end' }).left, 190);
    assert.equal(placed({ anchor: at(2, 20), box, view, align: 'end' }).left, 8);
  });
  it('is as tall as there is room, and never taller than it may be', () => {
    assert.equal(placed({ anchor: at(20, 20), box: { width: 200, height: 900 }, view }).room, 526);
    assert.equal(placed({ anchor: at(20, 20), box, view, most: 200 }).room, 200);
  });
});
