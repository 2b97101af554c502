// Where somebody is signed in, and how that ends.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startChromium, Visitor } from './browser.mjs';
import { CLIENT_SECRET, CLIENTS, startIdentityProvider } from './identity_provider.mjs';
import { identify } from './identifying.mjs';
import { Registry } from './registry.mjs';
import { acceptInvitation, signIn } from './signing_in.mjs';

describe('Sessions', () => {
  let provider;
  let registry;
  let chromium;
  before(async () => {
    provider = await startIdentityProvider();
    registry = await Registry.start({
      provider: { issuer: provider.issuer, client: CLIENTS.RS256, secret: CLIENT_SECRET, name: 'The Ministry' },
    });
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await registry.stop();
    await provider.stop();
  });

  it('end everywhere at once', async () => {
    const link = registry.invite('two@x.example', 'editor', 'IN');
    const first = await Visitor.open(chromium, registry.url, {});
    await signIn(first, 'two@x.example', await acceptInvitation(first, link));
    const second = await Visitor.open(chromium, registry.url, { language: 'fr' });
    await second.open('/sign-in');
    await identify(second, 'The Ministry', 'two@x.example', { second: true });
    assert.equal(await second.isSignedIn(), true);
    await first.open('/account');
    await first.press('action.sign_out_everywhere');
    assert.equal(await first.isSignedIn(), false);
    assert.equal(await second.isSignedIn(), false);
    await first.close();
    await second.close();
  });

  it('of a desk stay until a manager takes them away', async () => {
    const desk = await Visitor.open(chromium, registry.url, { width: 320 });
    await signIn(desk, 'desk@x.example', await acceptInvitation(desk, registry.invite('desk@x.example', 'editor', 'IN')));
    await desk.open('/account');
    await desk.fill('form.device', 'Room 4');
    await desk.press('action.keep_device');
    await desk.shows('Room 4');
    const cookies = await desk.context.cookies();
    const kept = cookies.find((cookie) => cookie.name === 'cyberdir');
    assert.ok(kept.expires > Date.now() / 1000 + 86400, 'it outlives the browser');
    assert.ok(kept.httpOnly);

    const manager = await Visitor.open(chromium, registry.url, { keyboard: true });
    await signIn(manager, 'manager@x.example', await acceptInvitation(manager, registry.invite('manager@x.example', 'manager', 'IN')));
    await manager.follow('accounts.title');
    const id = registry.accounts().find((account) => account.email === 'desk@x.example').id;
    await manager.open(`/accounts/${id}`);
    await manager.shows('Room 4');
    await manager.press('action.end');
    assert.equal(await desk.isSignedIn(), false);
    await desk.close();
    await manager.close();
  });
});
