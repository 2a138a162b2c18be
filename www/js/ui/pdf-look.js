// pdf-look: a PDF in its place on a page, as the browser itself shows it; where it shows none, the way to it.
import { html, away } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Icon } from './button.js';

export const PdfLook = ({ href, name, look }) => navigator.pdfViewerEnabled === false
  ? html`<p class="sm pdfaway">
      <${Icon} name="file-text" /><a href=${href} ...${away}>${t('pdf.open', { name })}</a>
    </p>`
  : html`<iframe class=${look} src=${`${href}#navpanes=0&view=FitH`} title=${name}></iframe>`;
