// listener.js: a page's socket: what it hears, and how it comes back.
import WebSocket from 'ws';

const AGAIN_MS = 250;

/* Opens /ws/tasks/ as this client, and again when it is cut off, as a page does. heard: events; cuts: how often. */
export class Listener {
  constructor(client) {
    Object.assign(this, { client, heard: [], opened: 0, cuts: 0, away: 0, longest: 0, since: Date.now(), done: false });
  }

  open() {
    const { client } = this;
    const socket = new WebSocket(`${client.house.url.replace('http', 'ws')}/ws/tasks/`, { headers: client.headers });
    this.socket = socket;
    return new Promise((ready) => {
      socket.on('open', () => {
        if (this.opened > 0) this.longest = Math.max(this.longest, Date.now() - this.away);
        this.opened += 1;
        ready(this);
      });
      socket.on('message', (data) => this.heard.push({ ...JSON.parse(data), came: Date.now() }));
      socket.on('error', () => {});
      socket.on('close', () => {
        if (this.done) return;
        if (this.isOpen !== false) this.away = Date.now();
        this.cuts += 1;
        this.isOpen = false;
        this.timer = setTimeout(() => this.open().then(() => { this.isOpen = true; ready(this); }), AGAIN_MS);
      });
    });
  }

  get listens() { return this.socket.readyState === WebSocket.OPEN; }

  /* Numbers that it heard, each as often as it did. */
  seqs() {
    return this.heard.map(({ seq }) => seq).filter(Boolean).sort((a, b) => a - b);
  }

  close() {
    this.done = true;
    clearTimeout(this.timer);
    this.socket.terminate();
  }
}

export async function listen(client) {
  return new Listener(client).open();
}
