// documents: a hundred CVs as PDF, of two pages each, sent ten in a request by two people at once: read in sealed
// processes and understood. Goal: under 20 s on two cores.
import { CVS } from '../lib/cvs.js';
import { cvFile } from '../lib/cv_files.js';
import { startHouse } from '../lib/house.js';
import { row } from './load.js';

const COUNT = 100, EACH = 10, GOAL_S = 20;

// The text of each CV, and of others behind it until it fills two pages.
function files() {
  const lines = CVS.map((cv) => [...(cv.side ?? []), ...cv.lines]);
  return Array.from({ length: COUNT }, (_, n) => {
    const own = lines[n % lines.length], more = [];
    while (own.length + more.length < 80) more.push('Вёл проекты, отвечал за сроки, обучал новых сотрудников.');
    return cvFile({ name: `cv ${n}`, kind: 'pdf', lines: [...own, ...more] });
  });
}

function body(some) {
  return Buffer.concat([
    ...some.flatMap(({ name, bytes }) => [
      Buffer.from(`--xXx\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`), bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--xXx--\r\n'),
  ]);
}

const house = await startHouse();
try {
  const people = await Promise.all([1, 2].map((n) => house.user({ role: 'recruiter', company: `Замер ${n}` })));
  const all = files(), parts = [];
  for (let at = 0; at < COUNT; at += EACH) parts.push(body(all.slice(at, at + EACH)));
  let read = 0, named = 0;
  const work = async (who) => {
    for (let part = parts.pop(); part; part = parts.pop()) {
      const res = await who.raw('POST', '/api/v1/documents/', {
        headers: { 'Content-Type': 'multipart/form-data; boundary=xXx' }, body: part,
      });
      if (res.status !== 201) throw new Error(`${res.status} ${res.text}`);
      read += res.json.filter(({ state, problem }) => state === 'read' && !problem).length;
      named += res.json.filter(({ found }) => found?.first_name).length;
    }
  };
  const begun = performance.now();
  await Promise.all(people.map(work));
  const seconds = (performance.now() - begun) / 1000;
  row(`${COUNT} CVs as PDF, ${named} with a name`, `${seconds.toFixed(1)} s`, `under ${GOAL_S} s`, seconds < GOAL_S);
  row('  of them read', String(read), String(COUNT), read === COUNT);
} finally {
  await house.stop();
}
