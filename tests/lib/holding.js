// holding.js: somebody else at the database, who keeps tables or rows from everybody until they are let go.
import { spawn } from 'node:child_process';
import { end } from './within.js';

/* The last of the statements gives a row, when all that they lock is held. The returned function ends it. */
export async function holding(house, statements) {
  const socket = new URL(house.conf('DATABASE_URL')).searchParams.get('socket');
  const child = spawn('mariadb', ['--no-defaults', '-n', `--socket=${socket}`, 'hirewire'],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const held = new Promise((done) => { child.stdout.once('data', done); });
  child.stdin.write(`${statements};\n`);
  await held;
  return () => {
    child.stdin.end();
    return end(child);
  };
}
