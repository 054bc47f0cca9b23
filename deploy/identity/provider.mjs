// The identity provider of the demo and of tests: oidc-provider as it is, with ready-made people whom anybody may be.
// node provider.mjs PORT CONSOLE_URL        It keeps nothing: each start has keys, people and sessions of its own.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { chooser, errorPage, leaving, left } from './pages.mjs';

const [port, consoleUrl] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const people = JSON.parse(readFileSync(new URL('people.json', import.meta.url)));
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'cspr-console',
    client_name: 'Case console',
    token_endpoint_auth_method: 'none', // a public client: PKCE, which is required, binds the code
    redirect_uris: [`${consoleUrl}/sign-in/return`],
    post_logout_redirect_uris: [`${consoleUrl}/signed-out`],
    require_auth_time: true,
    id_token_signed_response_alg: 'ES256',
  }],
  jwks: { keys: [{ ...key, kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'ES256' }] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  pkce: { required: () => true },
  scopes: ['openid'],
  claims: { openid: ['sub', 'amr'], cspr: ['cspr_roles', 'cspr_organisation'] },
  conformIdTokenClaims: false, // roles travel in the id token, as with most providers
  async findAccount(_, id) {
    const person = people.find((each) => each.sub === id);
    return person && {
      accountId: id,
      claims: () => ({ sub: id, cspr_roles: person.roles, cspr_organisation: person.organisation }),
    };
  },
  async loadExistingGrant(ctx) { // nobody is asked what the console may know of ready-made people
    const grant = new ctx.oidc.provider.Grant({
      accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId,
    });
    grant.addOIDCScope('openid cspr');
    await grant.save();
    return grant;
  },
  interactions: { url: (_, interaction) => `/choose/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: async (ctx, form) => { ctx.body = leaving(form); },
      postLogoutSuccessSource: async (ctx) => { ctx.body = left(consoleUrl); },
    },
  },
  renderError: async (ctx, out) => { ctx.type = 'html'; ctx.body = errorPage(out.error, consoleUrl); },
  ttl: { Session: 10 * 3600, Interaction: 3600, Grant: 10 * 3600, AuthorizationCode: 60, IdToken: 300, AccessToken: 300 },
});

// By links and not by a form: a browser would not let the form's answer lead on to the console.
const answer = provider.callback();
createServer(async (request, response) => {
  const [, choose, uid, sub] = new URL(request.url, issuer).pathname.split('/').map(decodeURIComponent);
  if (choose !== 'choose') return answer(request, response);
  try {
    await provider.interactionDetails(request, response);
    if (people.some((each) => each.sub === sub)) {
      return await provider.interactionFinished(request, response, { login: { accountId: sub, amr: ['pwd', 'otp', 'mfa'] } });
    }
    if (sub === 'nobody') return await provider.interactionFinished(request, response, { error: 'access_denied' });
    return chooser(response, people, uid);
  } catch {
    response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' });
    return response.end(errorPage('begun elsewhere, or too long ago', consoleUrl));
  }
}).listen(Number(port), '127.0.0.1', () => console.log(`listening on ${issuer}`));
