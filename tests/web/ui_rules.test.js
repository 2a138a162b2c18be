// The rules of the components. No browser.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { heights, ticks, isSeen } from '../../www/js/ui/charts-rules.js';

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
