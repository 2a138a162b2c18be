// mail.js: a mail server that keeps what it was given, for tests: SMTP by RFC 5321, AUTH PLAIN by RFC 4616.
import { createServer } from 'node:net';

const decode = (text, kind) => Buffer.from(text, kind).toString('utf8');

// "=?utf-8?B?...?=" of a header, folded or not.
const words = (text) => text
  .replace(/\?=\s+=\?/g, '?==?')
  .replace(/=\?utf-8\?B\?([^?]*)\?=/g, (_, part) => decode(part, 'base64'));

const bodyOf = (part) => decode(part.slice(part.indexOf('\r\n\r\n') + 4), 'base64').replaceAll('\r\n', '\n');

/* The text, and the document of a letter that has both. */
function readBody(headers, raw) {
  const mark = /^multipart\/alternative; boundary="([^"]+)"$/.exec(headers['content-type'])?.[1];
  if (!mark) return { text: bodyOf(raw) };
  const [, text, html] = raw.split(`--${mark}`);
  return { text: bodyOf(text), html: bodyOf(html) };
}

/* raw -> { headers: { subject, from, to, ... }, text, html, raw }; html undefined: none */
export function readLetter(raw) {
  const at = raw.indexOf('\r\n\r\n');
  const lines = raw.slice(0, at).replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = {};
  for (const line of lines) {
    const [, name, value] = /^([\w-]+): (.*)$/.exec(line);
    headers[name.toLowerCase()] = words(value);
  }
  return { headers, ...readBody(headers, raw), raw };
}

class Session {
  constructor(server, socket) {
    Object.assign(this, { server, socket, held: '', data: null, from: '', to: [], known: !server.user });
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('data', (chunk) => this.hear(chunk));
    if (server.mood !== 'silent') this.say('220 mail.test ESMTP');
  }

  say(line) { this.socket.write(`${line}\r\n`); }

  hear(chunk) {
    this.held += chunk;
    if (this.server.mood === 'silent') return;
    for (let end; (end = this.held.indexOf('\r\n')) !== -1;) {
      const line = this.held.slice(0, end);
      this.held = this.held.slice(end + 2);
      if (this.data) this.take(line);
      else this.obey(line);
    }
  }

  take(line) {
    if (line !== '.') {
      this.data.push(line.startsWith('.') ? line.slice(1) : line);
      return;
    }
    this.server.keep({ from: this.from, to: this.to, ...readLetter(`${this.data.join('\r\n')}\r\n`) });
    this.data = null;
    this.say('250 kept');
  }

  login(proof) {
    const [, user, password] = decode(proof, 'base64').split('\0');
    this.known = user === this.server.user && password === this.server.password;
    this.say(this.known ? '235 come in' : `535 ${password} is wrong`);
  }

  obey(line) {
    const [verb] = /^[A-Z]*/.exec(line.toUpperCase());
    this.server.commands.push(verb === 'AUTH' ? 'AUTH' : line);
    if (this.proving) {
      this.proving = false;
      this.login(line);
    } else if (verb === 'EHLO') this.say(this.server.user ? '250-mail.test\r\n250 AUTH PLAIN' : '250 mail.test');
    else if (verb === 'QUIT') this.socket.end('221 bye\r\n');
    else if (verb === 'AUTH') {
      const [, , proof] = line.split(' ');
      this.proving = !proof;
      if (proof) this.login(proof);
      else this.say('334 ');
    } else if (!this.known) this.say('530 sign in first');
    else if (this.server.mood === 'busy') this.say('451 later');
    else if (verb === 'MAIL') { this.from = /<([^>]*)>/.exec(line)[1]; this.to = []; this.say('250 ok'); }
    else if (verb === 'RCPT' && this.server.mood === 'unknown') this.say('550 nobody here');
    else if (verb === 'RCPT') { this.to.push(/<([^>]*)>/.exec(line)[1]); this.say('250 ok'); }
    else if (verb === 'DATA') { this.data = []; this.say('354 go on'); }
    else this.say('250 ok');
  }
}

/*
 * user, password: who may send; without: everybody. -> { url, letters: [{ from, to, headers, text, raw }], commands,
 * mood: '' | 'silent' | 'busy' (451) | 'unknown' (550 to each recipient), stop() }
 */
export async function startMail({ user, password } = {}) {
  const server = { user, password, mood: '', letters: [], commands: [], keep(letter) { server.letters.push(letter); } };
  const sockets = new Set();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    new Session(server, socket);
  });
  await new Promise((done) => { tcp.listen(0, '127.0.0.1', done); });
  server.url = `smtp://127.0.0.1:${tcp.address().port}`;
  server.stop = () => new Promise((done) => {
    for (const socket of sockets) socket.destroy();
    tcp.close(done);
  });
  return server;
}
