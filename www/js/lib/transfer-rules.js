// transfer-rules: where a transferred item lies, where its résumé comes from. No DOM.

const KINDS = {
  clickup: { base: '/clickup/task/', page: '/clickup/task/' },
  candidate: { base: '/api/v1/candidates/', page: '/candidates/' },
};

/* The address of an item's requests, and its page; kind: of the source of an import. */
export const baseOf = (kind, id) => KINDS[kind].base + encodeURIComponent(id);
export const pageOf = (kind, id) => `${KINDS[kind].page}${encodeURIComponent(id)}/`;

/* Where the applicant's data comes from: a file, a link, or the title alone. */
export function sourceLook({ source }) {
  if (source === 'pdf' || source === 'file') return { key: source, icon: 'file-text' };
  if (source === 'linkedin' || source === 'rabota') return { key: source, icon: 'link' };
  return { key: 'title', icon: 'user' };
}
