// transfer-rules: where a transferred item lies, where its résumé comes from, which of many are there. No DOM.

const KINDS = {
  clickup: { base: () => '/clickup/task/', page: (place, id) => `/clickup/task/${id}/` },
  candidate: { base: () => '/api/v1/candidates/', page: (place, id) => `/candidates/${id}/` },
  table: { base: (place) => `/api/v1/tables/${place}/rows/`, page: (place, id) => `/tables/${place}/rows/${id}/` },
  // Its pages are at Notion: here is the list that has it.
  notion: { base: (place) => `/api/v1/notion/accounts/${place}/rows/`, page: (place) => `/notion/?account=${place}` },
};

/* The address of an item's requests, and its page; the kind of the source of its import, and in which of its places. */
export const baseOf = ({ kind, source_id: place }, id) => KINDS[kind].base(place) + encodeURIComponent(id);
export const pageOf = ({ kind, source_id: place }, id) => KINDS[kind].page(place, encodeURIComponent(id));

/* Where the applicant's data comes from: a file, a link, or the title alone. */
export function sourceLook({ source }) {
  if (source === 'pdf' || source === 'file') return { key: source, icon: 'file-text' };
  if (source === 'linkedin' || source === 'rabota') return { key: source, icon: 'link' };
  return { key: 'title', icon: 'user' };
}

/* chosen: id -> row */
export const alreadyIn = (chosen) => [...chosen.values()].filter(({ transfer }) => transfer?.state === 'done').length;
