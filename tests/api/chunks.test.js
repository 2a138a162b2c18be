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

  it('no two files wait for each other', () => {
    // v and w, then y with them would be best: but v needs x, and x needs y.
    const found = split('main', ['a', 'b', 'c', 'd', 'e'],
      'main 9:', 'a 9: v y', 'b 9: v', 'c 9: x', 'd 9: x', 'e 9: w y', 'v 9: w x', 'w 20000:', 'x 900000: y',
      'y 900000:');
    assert.deepEqual(found, ['-: main', '-: v w', '-: x', '-: y', 'a: a', 'b: b', 'c: c', 'd: d', 'e: e']);
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
