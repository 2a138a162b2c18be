// init.js: Swagger UI over our description; "Try it out" works with the session of the page.
const csrf = fetch('/api/v1/auth/me', { headers: { Accept: 'application/json' } })
  .then((answer) => (answer.ok ? answer.json() : {}))
  .then((me) => me.csrf ?? '', () => '');

window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  requestInterceptor: async (request) => {
    if (request.method !== 'GET') request.headers['X-CSRF-Token'] = await csrf;
    return request;
  },
});
