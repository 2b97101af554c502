// Signing in through a real OpenID Connect provider, in a real browser.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startChromium, Visitor } from './browser.mjs';
import { CLIENT_SECRET, CLIENTS, startIdentityProvider } from './identity_provider.mjs';
import { comeBack, goToProvider, identify } from './identifying.mjs';
import { run } from './process.mjs';
import { Registry } from './registry.mjs';
import { acceptInvitation } from './signing_in.mjs';

const NAME = 'The Ministry';

/** A key and a certificate that nobody has vouched for. */
function ownCertificate(folder) {
  const [key, certificate] = [path.join(folder, 'key'), path.join(folder, 'certificate')];
  run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate]);
  return ['--tls', key, certificate];
}

describe('Signing in through an identity provider', () => {
  let chromium;
  const running = [];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cyberdir-tls-'));
  before(async () => { chromium = await startChromium(); });
  after(async () => {
    await chromium.close();
    for (const each of running) await each.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const provider = async (...args) => {
    const started = await startIdentityProvider(...args);
    running.unshift(started);
    return started;
  };
  const registry = async (issuer, client = CLIENTS.RS256, secret = CLIENT_SECRET) => {
    const started = await Registry.start({ provider: { issuer, client, secret, name: NAME } });
    running.unshift(started);
    return started;
  };
  const visitor = async (at, options = {}) => {
    const opened = await Visitor.open(chromium, at.url, options);
    await opened.open('/sign-in');
    return opened;
  };

  it('lets in somebody invited, with tokens signed by each algorithm, the address in the token or beside it', async () => {
    for (const wishes of [[], ['--takes-claims']]) {
      const { issuer } = await provider(...wishes);
      for (const [algorithm, client] of Object.entries(CLIENTS)) {
        const at = await registry(issuer, client);
        at.invite('p@x.example', 'editor', 'IN');
        const person = await visitor(at, { language: algorithm === 'EdDSA' ? 'ar' : 'en', scripts: algorithm !== 'ES256' });
        await identify(person, NAME, 'p@x.example', { second: true });
        await person.shows('p@x.example');
        assert.equal(await person.isSignedIn(), true, algorithm);
        const [account] = at.accounts();
        assert.equal(account.state, 'active');
        assert.equal(account.identity.issuer, issuer);
        await person.close();
        at.command('account', 'unlink', account.id);
        assert.equal(at.accounts()[0].identity, undefined);
      }
    }
  });

  it('leads on by a page that is whole, for browsers that stay on it', async () => {
    const { issuer } = await provider();
    const at = await registry(issuer);
    for (const language of ['en', 'ar', 'zh']) {
      const person = await visitor(at, { language, width: 320, keyboard: true });
      await person.page.route(`${issuer}/**`, (route) => route.fulfill({ status: 204 }));
      await person.press('action.sign_in_with', { name: NAME });
      await person.showsWords('identity.intro');
      await person.page.unrouteAll();
      await person.choose(person.page.getByRole('link', { name: person.words['identity.onward'] }));
      await person.page.waitForURL(/\/who\//);
      await person.close();
    }
  });

  it('asks for the code of our own where the provider asked for one factor', async () => {
    const { issuer } = await provider();
    const at = await registry(issuer);
    const link = at.invite('p@x.example', 'editor', 'IN');
    const person = await visitor(at, { language: 'zh', width: 320 });
    const app = await acceptInvitation(person, link);
    await identify(person, NAME, 'p@x.example');
    assert.equal(await person.isSignedIn(), false);
    await person.open('/sign-in');
    await identify(person, NAME, 'p@x.example');
    await person.fill('form.code', app.next());
    await person.press('action.sign_in');
    await person.shows('p@x.example');
    await person.close();
  });

  it('keeps others out, and says what can be said', async () => {
    const { issuer } = await provider();
    const at = await registry(issuer);
    at.invite('p@x.example', 'editor', 'IN');
    const person = await visitor(at);
    await identify(person, NAME, 'stranger@x.example', { second: true });
    await person.showsWords('finding.identity-refused');
    await identify(person, NAME, 'p@x.example'); // no second factor there, none here yet
    await person.showsWords('finding.identity-refused');
    await goToProvider(person, NAME);
    await comeBack(person, 'Refuse');
    await person.showsWords('finding.identity-declined');
    const address = person.page.url();
    await person.open(address);
    await person.showsWords('finding.sign-in-expired');
    assert.equal(await person.isSignedIn(), false);
    assert.equal(at.accounts().length, 1, 'no account is made');
    await person.close();
  });

  it('believes no provider whose certificate nobody vouches for, nor one that is not there', async () => {
    const { issuer } = await provider(...ownCertificate(folder));
    for (const [at, why] of [[await registry(issuer), 'certificate'], [await registry('http://127.0.0.1:1'), 'not there']]) {
      const person = await visitor(at);
      await person.press('action.sign_in_with', { name: NAME });
      await person.showsWords('finding.identity-unreachable');
      assert.match(at.server.log(), why === 'certificate' ? /certificate/i : /connect/i);
      await person.close();
    }
  });

  it('does not get far with a secret that is not the client’s', async () => {
    const { issuer } = await provider();
    const at = await registry(issuer, CLIENTS.RS256, 'another secret');
    at.invite('p@x.example', 'editor', 'IN');
    const person = await visitor(at);
    await identify(person, NAME, 'p@x.example', { second: true });
    await person.showsWords('finding.identity-untrusted');
    assert.match(at.server.log(), /invalid_client/);
    assert.doesNotMatch(at.server.log(), /another secret/);
    await person.close();
  });
});
