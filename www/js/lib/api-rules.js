// api-rules: reading answers and writing addresses. No DOM, no network.

/* What the page shows of a failed answer, whatever came (problem+json, a proxy's HTML, nothing). */
export function problemOf(status, body, headers) {
  const known = body && typeof body === 'object' ? body : {};
  return {
    status,
    code: known.code || codeOf(status),
    title: known.title || '',
    detail: known.detail || '',
    errors: Array.isArray(known.errors) ? known.errors : [],
    requestId: known.request_id || headers.get('X-Request-Id') || '',
    duplicates: Array.isArray(known.duplicates) ? known.duplicates : [],
    platforms: Array.isArray(known.platforms) ? known.platforms : [],
    current: known.current ?? null,
    retryAfter: Number(headers.get('Retry-After')) || 0,
  };
}

function codeOf(status) {
  if (status === 404) return 'absent';
  if (status === 401) return 'session';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'busy';
  return status >= 500 ? 'down' : 'answer';
}

/* Link: <...>; rel="next" -> { next: URLSearchParams, prev: ... } */
export function linksOf(header) {
  const links = { next: null, prev: null };
  for (const [, url, rel] of (header || '').matchAll(/<([^>]*)>\s*;\s*rel="?(\w+)"?/g)) {
    links[rel] = new URL(url, 'http://hirewire.invalid').searchParams;
  }
  return links;
}

/* "208" -> { total: 208, more: false }; "10000+" -> { total: 10000, more: true } */
export function totalOf(header) {
  const total = Number.parseInt(header, 10);
  return { total: Number.isNaN(total) ? null : total, more: (header || '').endsWith('+') };
}

/* Arrays repeat their name; empty values are left out. */
export function withQuery(url, query) {
  if (!query) return url;
  const params = query instanceof URLSearchParams ? query : paramsOf(query);
  const text = params.toString();
  return text ? `${url}?${text}` : url;
}

export function paramsOf(query) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== '' && one !== null && one !== undefined) params.append(name, one);
    }
  }
  return params;
}
