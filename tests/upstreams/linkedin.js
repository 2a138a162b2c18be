// linkedin.js: LinkedIn's sign-in, simulated: OpenID Connect, tokens of 60 days, whose they are.
import { randomBytes } from 'node:crypto';
import { Reply, Server } from './server.js';

const DAYS = 60 * 86_400_000;

export const linkedinError = (status, code, message) => new Reply(status, { status, serviceErrorCode: code, message });

/* rate: calls a day and token, 0: no limit. */
export class LinkedIn extends Server {
  constructor({ rate = 0 } = {}) {
    const self = {};
    super({
      name: 'linkedin', limit: { count: rate, window_ms: 86_400_000 }, routes: routes(self), control: [],
      authorize: (req) => self.server.authorize(req),
      missing: () => { throw linkedinError(404, 0, 'No virtual resource found'); },
      failure: (status) => linkedinError(status, status === 429 ? 101 : 0, status === 429
        ? 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.' : 'Internal error'),
      reset: () => self.server.renew(),
    });
    self.server = this;
    this.renew();
  }

  renew() {
    this.pairs = [];
    this.codes = new Map();
    this.client = { id: '86vhj2q7ukf83q', secret: 'linkedin-client-secret-1234' };
    this.me = {
      sub: '782bbtaQ', name: 'Anna Petrova', given_name: 'Anna', family_name: 'Petrova',
      picture: 'https://media.licdn.com/x', locale: { country: 'US', language: 'en' }, email: 'anna@example.com',
      email_verified: true,
    };
  }

  grant({ ends = this.now() + DAYS } = {}) {
    const pair = { access: `AQX${randomBytes(24).toString('base64url')}`, refresh: '', ends, revoked: false };
    this.pairs.push(pair);
    return pair;
  }

  expire(pair) { pair.ends = this.now() - 1000; }

  authorize(req) {
    req.token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    const pair = this.pairs.find(({ access }) => access === req.token);
    if (!pair) throw linkedinError(401, 65600, 'Invalid access token');
    if (pair.revoked) throw linkedinError(401, 65601, 'The token used in the request has been revoked by the user');
    if (this.now() >= pair.ends) throw linkedinError(401, 65602, 'The token used in the request has expired');
  }

  trade(form) {
    if (form.get('client_id') !== this.client.id || form.get('client_secret') !== this.client.secret)
      throw new Reply(401, { error: 'invalid_client', error_description: 'Client authentication failed' });
    const redirect = this.codes.get(form.get('code'));
    this.codes.delete(form.get('code'));
    if (form.get('grant_type') !== 'authorization_code' || !redirect || redirect !== form.get('redirect_uri'))
      throw linkedinError(400, 100, 'Invalid query parameters passed to request');
    return this.grant();
  }
}

function routes(self) {
  return [
    // In a browser: the person agrees at once.
    ['GET', '/oauth/v2/authorization', ({ query }) => {
      if (query.get('client_id') !== self.server.client.id || !/\bopenid\b/.test(query.get('scope')))
        return linkedinError(400, 100, 'Invalid query parameters passed to request');
      const code = randomBytes(12).toString('hex');
      self.server.codes.set(code, query.get('redirect_uri'));
      const to = new URL(query.get('redirect_uri'));
      to.searchParams.set('code', code);
      to.searchParams.set('state', query.get('state') ?? '');
      return new Reply(302, '', { location: String(to) });
    }, { open: true }],
    ['POST', '/oauth/v2/accessToken', (req) => {
      const pair = self.server.trade(new URLSearchParams(req.body.toString()));
      return {
        access_token: pair.access, expires_in: Math.round((pair.ends - self.server.now()) / 1000),
        scope: 'openid,profile,email', token_type: 'Bearer', id_token: 'e30.e30.x',
      };
    }, { open: true }],
    ['GET', '/v2/userinfo', () => self.server.me],
  ];
}
