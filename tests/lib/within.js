// within.js: nothing in a test is awaited for ever: what does not come in time is an error that says what it was.

const MOST = 60_000;

/* What the promise gives, unless it takes longer than ms. what: the words, or a function that knows them then. */
export async function within(what, promise, ms = MOST) {
  let timer;
  const late = new Promise((_done, fail) => {
    timer = setTimeout(() => {
      fail(new Error(`not within ${ms} ms: ${typeof what === 'function' ? what() : what}`));
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

/* The end of a process, also of one that has ended before: its code, or the signal that ended it. */
export function end(child, signal, ms) {
  const gone = new Promise((done) => {
    if (hasEnded(child)) done();
    else child.once('exit', done);
  });
  if (signal && !hasEnded(child)) child.kill(signal);
  return within(`the end of ${child.spawnargs.join(' ')}`, gone, ms).then(() => child.exitCode ?? child.signalCode);
}
