// transfer-rules: where the résumé of a transfer comes from. No DOM.

/* Where the applicant's data comes from: a file, a link, or the title alone. */
export function sourceLook({ source }) {
  if (source === 'pdf' || source === 'file') return { key: source, icon: 'file-text' };
  if (source === 'linkedin' || source === 'rabota') return { key: source, icon: 'link' };
  return { key: 'title', icon: 'user' };
}
