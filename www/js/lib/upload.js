// upload: carries a request of lib/api so that one sees how far it is and can stop it; fetch tells neither.

const headersOf = (text) =>
  text
    .trim()
    .split(/[\r\n]+/)
    .filter(Boolean)
    .map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trim()];
    });

/* For post(url, form, { carry }). onProgress(share): 0 to 1; signal: aborts it. */
export const carrier =
  ({ onProgress, signal }) =>
  (url, { method, headers, body }) =>
    new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      const stop = () => request.abort();
      request.open(method, url);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded, total, lengthComputable: known }) => {
        if (known) onProgress?.(loaded / total);
      };
      request.onload = () => {
        const { status, responseText } = request;
        done(new Response(responseText || null, { status, headers: headersOf(request.getAllResponseHeaders()) }));
      };
      request.onerror = () => fail(new TypeError('upload'));
      request.onabort = () => fail(new DOMException('upload', 'AbortError'));
      request.onloadend = () => signal?.removeEventListener('abort', stop);
      signal?.addEventListener('abort', stop);
      if (signal?.aborted) stop();
      else request.send(body);
    });
