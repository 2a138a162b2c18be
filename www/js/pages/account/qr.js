// qr: a QR code of the rows that the server made (lib/io/qr.h), with its margin.
import { html } from '../../lib/html.js';
import { qrPath } from './profile-rules.js';

const MARGIN = 4;

export function QrCode({ rows, label }) {
  const size = rows.length + 2 * MARGIN;
  return html`<svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label}>
    <rect width=${size} height=${size} fill="#fff" /><path d=${qrPath(rows, MARGIN)} fill="#000" />
  </svg>`;
}
