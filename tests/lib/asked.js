// asked.js: what an answer costs the database: statements and rows read, which no speed of a machine changes.

const READS = ['key', 'next', 'prev', 'first', 'last', 'rnd', 'rnd_next', 'rnd_deleted']
  .map((way) => `Handler_read_${way}`);

async function counters(house) {
  const rows = await house.sql("SHOW GLOBAL STATUS WHERE Variable_name RLIKE '^(Handler_(read|icp)|Com_stmt_execute)'");
  const all = Object.fromEntries(rows.map(({ Variable_name: name, Value: value }) => [name, value]));
  // Rows whose keys alone were looked at count, too.
  const passed = all.Handler_icp_attempts - all.Handler_icp_match;
  return { statements: all.Com_stmt_execute, rows: READS.reduce((sum, name) => sum + all[name], passed) };
}

/* Of one call of fn, which is repeated; nothing else may use the house. -> {statements, rows}, whole numbers. */
export async function asked(house, fn, times = 4) {
  await fn();   // statements are prepared, caches are warm
  const [idle, before] = [await counters(house), await counters(house)];
  for (let i = 0; i < times; i++) await fn();
  const after = await counters(house);
  const of = (key) => Math.round((after[key] - before[key] - (before[key] - idle[key])) / times);
  return { statements: of('statements'), rows: of('rows') };
}
