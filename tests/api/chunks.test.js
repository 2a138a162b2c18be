// Which modules travel together (nginx/chunks.mjs): the core, a page's own, what is shared in few files.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chunksOf } from '../../nginx/chunks.mjs';

/* lines: 'module bytes: imports', the last one may be { module: [late one that it asks for] } */
function split(core, late, ...lines) {
  const opens = typeof lines.at(-1) === 'object' ? lines.pop() : {};
  const parts = lines.map((line) => /^(\w+) (\d+):(.*)$/.exec(line));
  const found = chunksOf({
    core, late,
    imports: new Map(parts.map(([, id, , names]) => [id, names.split(' ').filter(Boolean)])),
    bytes: new Map(parts.map(([, id, bytes]) => [id, Number(bytes)])),
    opens: new Map(Object.entries(opens)),
  });
  return found.map(({ modules, of }) => `${of ?? '-'}: ${[...modules].sort().join(' ')}`).sort();
}

describe('chunks', () => {
  it('what the core needs is in it, what one page needs is with the page', () => {
    assert.deepEqual(
      split('main', ['a', 'b'], 'main 9: lib', 'lib 9:', 'a 9: own lib', 'own 9: deep', 'deep 9:', 'b 9: lib'),
      ['-: lib main', 'a: a deep own', 'b: b'],
    );
  });

  it('what the same pages share is one file, what others share joins it only while that is cheap', () => {
    const of = (bytes) => split('main', ['a', 'b', 'c'],
      'main 9:', 'a 9: x y', 'b 9: x y', 'c 9: y', 'x 100000:', `y ${bytes}:`);
    assert.deepEqual(of(9), ['-: main', '-: x', '-: y', 'a: a', 'b: b', 'c: c']);
    const small = split('main', ['a', 'b', 'c'], 'main 9:', 'a 9: x y', 'b 9: x y', 'c 9: y', 'x 100:', 'y 100:');
    assert.deepEqual(small, ['-: main', '-: x y', 'a: a', 'b: b', 'c: c']);
  });

  it('what comes with something brings nothing along that only the other needs', () => {
    const found = split('main', ['a', 'b', 'c', 'd'],
      'main 9:', 'a 9: x y', 'b 9: x y', 'c 9: x', 'd 9: z', 'x 9:', 'y 9: z', 'z 100000:');
    assert.deepEqual(found, ['-: main', '-: x', '-: y z', 'a: a', 'b: b', 'c: c', 'd: d']);
  });

  it('no two files wait for each other, whatever needs what', () => {
    let seed = 7;
    const roll = (n) => {
      seed = (seed * 48271) % 2147483647;
      return seed % n;
    };
    for (let round = 0; round < 200; round += 1) {
      const names = Array.from({ length: 24 }, (_, i) => `m${i}`);
      /* Each needs some of those behind it, so that the modules themselves are in no circle. */
      const imports = new Map(names.map((id, i) => [id, i ? names.slice(i + 1).filter(() => roll(6) === 0) : []]));
      const bytes = new Map(names.map((id) => [id, roll(2) ? 1 + roll(90) : 1 + roll(90_000)]));
      const found = chunksOf({ imports, bytes, core: 'm0', late: names.slice(1, 8) });
      const home = new Map(found.flatMap((chunk, n) => chunk.modules.map((id) => [id, n])));
      const needs = found.map(({ modules }, n) =>
        new Set(modules.flatMap((id) => imports.get(id)).map((id) => home.get(id)).filter((one) => one !== n)));
      const state = found.map(() => 0);
      const circle = (n) => {
        if (state[n] === 1) return true;
        if (state[n] === 2) return false;
        state[n] = 1;
        const yes = [...needs[n]].some(circle);
        state[n] = 2;
        return yes;
      };
      assert.ok(!found.some((_, n) => circle(n)), `round ${round}`);
      assert.equal(home.size, new Set(found.flatMap(({ modules }) => modules)).size);
    }
  });

  it('what a page has is not also of the dialog that it asks for; what it has not is the dialog\'s own', () => {
    const of = (opens) =>
      split('main', ['a', 'b', 'box'], 'main 9:', 'a 9: x', 'b 9:', 'box 9: x y', 'x 9:', 'y 9:', opens);
    assert.deepEqual(of({ main: ['a', 'b'], a: ['box'] }), ['-: main', 'a: a x', 'b: b', 'box: box y']);
    const both = of({ main: ['a', 'b'], a: ['box'], b: ['box'] });
    assert.deepEqual(both, ['-: main', '-: x', 'a: a', 'b: b', 'box: box y']);
  });

  it('a page that another one imports is still asked for by itself', () => {
    assert.deepEqual(
      split('main', ['a', 'b'], 'main 9:', 'a 9: b', 'b 9: x', 'x 9:'),
      ['-: b x', '-: main', 'a: a'],
    );
  });
});
