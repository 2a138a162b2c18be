// candidates.js: people of all sources, BENCH_CANDIDATES of them (1 000 000): the list by filters, words and orders,
// with its CPU, which a busy machine leaves as it is, and how long it takes to find the duplicates of a new one.
import { performance } from 'node:perf_hooks';
import { startHouse } from '../lib/house.js';
import { indexed, Table } from '../lib/seed.js';
import { dice, texts, zipf } from '../lib/texts.js';
import { cpuOf } from './cpu.js';
import { asRoot, bare, percentile, row, statementsOf } from './load.js';

const N = Number(process.env.BENCH_CANDIDATES ?? 1_000_000);
const ROUNDS = 41;
const API = '/api/v1/candidates/';
const FIRST = ['Анна', 'Борис', 'Вера', 'Глеб', 'Дина', 'Егор', 'Жанна', 'Игорь', 'Кира', 'Лев', 'Мария', 'Олег'];
const LAST = ['Ковалёв', 'Чернов', 'Щукин', 'Новиков', 'Орлов', 'Зайцев', 'Соколов', 'Лебедев', 'Попов', 'Волков'];
const TOWNS = ['Минск, Беларусь', 'Москва', 'Гродно, Беларусь', 'Бишкек', 'Казань', 'Брест, Беларусь', 'Варшава'];
const SKILLS = ['C++', 'Java', '1С', 'SQL', 'Python', 'Go', 'Qt', 'Linux', 'React', 'PHP', 'Excel', 'DevOps'];
const PLATFORMS = ['hh_ru', 'superjob', 'lalafo', 'linkedin', 'manual'];
const LISTS = ['', 'ordering=name', 'ordering=-salary', 'platform=hh_ru&state=new', 'skill=C%2B%2B&location=минск',
  'experience_min=3&experience_max=5&salary_max=2500', 'q=ковалёв', 'q=C%2B%2B', 'q=1с&state=keep', 'q=ан лин',
  'tag=финал&ordering=name', 'imported=false&has=phone', 'updated_from=2026-01-01', 'page=500', 'known=none'];
const number = dice(20_261_129);
const drawn = (list, table) => list[Math.floor(table ? table[Math.floor(number() * 65536)] : number() * list.length)];
const SKILLED = zipf(SKILLS.length, 1);
const at = (ms) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ');

const house = await startHouse({ env: { DB_CACHE: '1G', DB_LOG_SIZE: '512M' } });
try {
  const me = await house.user({ role: 'recruiter', company: 'Большая' });
  await fill(me);
  for (const query of LISTS) await list(me, query);
  await duplicates(me);
} finally {
  await house.stop();
}

async function fill(me) {
  const [{ company }] = await house.sql('SELECT company_id company FROM user WHERE id = ?', [me.user.id]);
  const [people, sources, contacts] = ['candidate', 'candidate_source', 'candidate_contact'].map(
    (name) => new Table(house, name),
  );
  for (let i = 1; i <= N; i += 1) {
    const one = person(i);
    const time = at(Date.now() - (N - i) * (94_000_000_000 / N));
    await people.add({ id: i, company_id: company, rev: 2, ...one, created_at: time, updated_at: time });
    const { platform } = JSON.parse(one.sources)[0];
    await sources.add({
      id: i, company_id: company, candidate_id: i, connection_id: 0, platform, external_id: `x${i}`,
      hash: '0123456789abcdef', data: JSON.stringify({ platform, external_id: `x${i}`, email: one.email }),
      last_synced_at: time,
    });
    for (const [kind, value] of [['e', one.email], ['p', `37529${i}`], ['n', `name ${i % 4000}`],
      ['t', `name ${i % 4000}|минск`]]) {
      await contacts.add({ source_id: i, company_id: company, candidate_id: i, kind, value });
    }
  }
  await Promise.all([people, sources, contacts].map((table) => table.close()));
  await house.sql('INSERT INTO candidate_total (company_id, rev, candidates) VALUES (?, 2, ?)', [company, N]);
  await asRoot(house, 'USE hirewire; ANALYZE TABLE candidate, candidate_source, candidate_contact');
  const from = performance.now();
  await indexed(house);
  row('the index is made', `${(N / ((performance.now() - from) / 1000)).toFixed(0)} people/s`, '', true);
}

function person(i) {
  const skills = [...new Set(Array.from({ length: 1 + Math.floor(number() * 6) }, () => drawn(SKILLS, SKILLED)))];
  const { name, description } = texts(number);
  const [first, last, location] = [drawn(FIRST), drawn(LAST), drawn(TOWNS)];
  const email = `p${i}@nova.by`;
  const salary = number() < 0.4 ? null : 500 + Math.floor(number() * 4000);
  const platform = drawn(PLATFORMS);
  return {
    first_name: first, last_name: last, email, phone: `+375 29 ${i}`, location, current_position: name.slice(0, 80),
    experience_years: number() < 0.2 ? null : Math.floor(number() * 200) / 10, salary_min: salary,
    salary_max: salary && salary + 500, currency: salary ? 'USD' : '', skills: JSON.stringify(skills),
    sources: JSON.stringify([{ id: i, platform, integration_id: null, external_id: `x${i}`, profile_url: null }]),
    found_text: [last, first, name, location, email, i, ...skills, description.slice(0, 300)].join('\n'),
    tags: number() < 0.02 ? '["финал"]' : '[]', state: number() < 0.1 ? 'keep' : 'new',
  };
}

async function list(me, query) {
  const path = `${API}?${query.includes('%') ? query.replace(/[^ -~]/g, encodeURIComponent) : encodeURI(query)}`;
  const took = [];
  const cpu = await cpuOf(house, async () => {
    for (let i = 0; i < ROUNDS; i += 1) {
      const from = performance.now();
      await me.expect(200, 'GET', path);
      took.push(performance.now() - from);
    }
  });
  const p50 = percentile(took, 0.5);
  const all = (cpu.program + cpu.nginx + cpu.mariadb) / ROUNDS;
  row(`list ${query}`, `p50 ${p50.toFixed(1)} ms, CPU ${all.toFixed(1)} ms`, 'under 10 ms', p50 < 10);
}

/* What a new one asks of the tables to find who it is, by the statements themselves; and the whole of its storing. */
async function duplicates(me) {
  const took = [];
  const add = async () => {
    const i = 1 + Math.floor(number() * N);
    const from = performance.now();
    const { status } = await me.post(API, {
      first_name: 'Новая', last_name: `Персона${i}`, email: `p${i}@nova.by`, phone: `+375 29 ${i}`, location: 'Минск',
    });
    if (status !== 200 && status !== 201) throw new Error(`answered ${status}`);
    took.push(performance.now() - from);
  };
  const [all] = await statementsOf(house, 'candidates', [add]);
  const looks = all.filter((line) => line.includes('candidate_contact'));
  const { rate } = await bare(house, [looks], { processes: 1 });
  row(`duplicates of a new one found, ${looks.length} statements`, `${(1000 / rate).toFixed(2)} ms`, 'under 5 ms',
    1000 / rate < 5);
  took.length = 0;
  for (let i = 0; i < ROUNDS; i += 1) await add();
  row('a new one stored, joined and shown', `p50 ${percentile(took, 0.5).toFixed(1)} ms`, '', undefined);
}
