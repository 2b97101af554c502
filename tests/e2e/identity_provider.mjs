// A real OpenID Connect provider (the npm package oidc-provider) on loopback, with a page on which
// anybody may say who they are. Run as a program it prints its issuer and serves until SIGTERM.
//
//   node identity_provider.mjs [--takes-claims] [--tls KEY CERT]
import http from 'node:http';
import https from 'node:https';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { start } from './process.mjs';
import { needModule } from './tools.mjs';

export const CLIENT_SECRET = 'a secret that the registry and the provider share';
/** One client for each algorithm that tokens are signed with. */
export const CLIENTS = { RS256: 'registry-rs256', ES256: 'registry-es256', EdDSA: 'registry-eddsa' };

function signingKeys() {
  const pairs = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: generateKeyPairSync('ed25519'),
  };
  return Object.entries(pairs).map(([alg, { privateKey }]) => ({ ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg }));
}

const configuration = (takesClaims) => ({
  clients: Object.entries(CLIENTS).map(([algorithm, id]) => ({
    client_id: id,
    client_secret: CLIENT_SECRET,
    application_type: 'native', // its return address may have any port of this machine (RFC 8252)
    redirect_uris: ['http://127.0.0.1/sign-in/identity'],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: algorithm,
  })),
  jwks: { keys: signingKeys() },
  enabledJWA: { idTokenSigningAlgValues: Object.keys(CLIENTS) },
  // A client says itself what it wants to have in its token, or gets amr there and the address beside it.
  claims: { openid: takesClaims ? ['sub'] : ['sub', 'amr'], email: ['email', 'email_verified'], amr: null },
  cookies: { keys: ['a key for the cookies of a test'] },
  features: { devInteractions: { enabled: false }, claimsParameter: { enabled: takesClaims } },
  interactions: { url: (context, interaction) => `/who/${interaction.uid}` },
  pkce: { methods: ['S256'], required: () => true },
  findAccount: (context, subject) => ({
    accountId: subject,
    claims: () => ({ sub: subject, email: Buffer.from(subject, 'hex').toString(), email_verified: true }),
  }),
});

const whoPage = (uid) => `<!DOCTYPE html><html lang="en"><title>Who are you?</title>
<form method="post" action="/who/${uid}"><label>E-mail <input name="email"></label>
<label><input type="checkbox" name="second"> with a second factor</label><button>Sign in</button></form>
<form method="post" action="/who/${uid}"><button name="refuse" value="1">Refuse</button></form></html>`;

async function fieldsOf(request) {
  let body = '';
  for await (const piece of request) body += piece;
  return new URLSearchParams(body);
}

async function answerWho(provider, request, response) {
  const { uid, params } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(whoPage(uid));
    return;
  }
  const fields = await fieldsOf(request);
  if (fields.has('refuse')) {
    await provider.interactionFinished(request, response, { error: 'access_denied' });
    return;
  }
  const accountId = Buffer.from(fields.get('email')).toString('hex');
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope('openid email');
  grant.addOIDCClaims(['email', 'email_verified']);
  await provider.interactionFinished(request, response, {
    login: { accountId, amr: fields.has('second') ? ['pwd', 'otp'] : ['pwd'], remember: false },
    consent: { grantId: await grant.save() },
  });
}

async function serve(args) {
  const { default: Provider } = await needModule('oidc-provider/lib/index.js');
  const tls = args.indexOf('--tls');
  const server = tls < 0 ? http.createServer()
    : https.createServer({ key: readFileSync(args[tls + 1]), cert: readFileSync(args[tls + 2]) });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `${tls < 0 ? 'http' : 'https'}://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration(args.includes('--takes-claims')));
  const answer = provider.callback();
  server.on('request', (request, response) => {
    const mine = request.url.startsWith('/who/') ? answerWho(provider, request, response) : answer(request, response);
    Promise.resolve(mine).catch((error) => {
      process.stderr.write(`${error.stack}\n`);
      response.statusCode = 500;
      response.end();
    });
  });
  process.on('SIGTERM', () => process.exit(0));
  process.stdout.write(`${issuer}\n`);
}

/** Starts one as a process: {issuer, stop()}. */
export async function startIdentityProvider(...args) {
  const started = await start(process.execPath, [fileURLToPath(import.meta.url), ...args]);
  return { issuer: started.first, log: started.log, stop: started.stop };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(process.argv.slice(2));
