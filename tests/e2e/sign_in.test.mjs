// From the link of an invitation to being signed in and out again, as different people have it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startChromium, Visitor } from './browser.mjs';
import { Registry } from './registry.mjs';
import { acceptInvitation, signIn } from './signing_in.mjs';

const PEOPLE = [
  { who: 'with a mouse, in English', language: 'en' },
  { who: 'without scripts, on a telephone, in Arabic', language: 'ar', width: 320, scripts: false },
  { who: 'on a telephone, in Chinese', language: 'zh', width: 320 },
  { who: 'with a keyboard alone and without scripts, in English', language: 'en', scripts: false, keyboard: true },
  { who: 'with a keyboard alone, in Arabic', language: 'ar', keyboard: true },
];

describe('Signing in', () => {
  let registry;
  let chromium;
  before(async () => {
    registry = await Registry.start();
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await registry.stop();
  });

  for (const [number, person] of PEOPLE.entries()) {
    it(`leads from the invitation into the account and out: ${person.who}`, async () => {
      const email = `person-${number}@x.example`;
      const link = registry.invite(email, 'manager', 'IN');
      const visitor = await Visitor.open(chromium, registry.url, person);
      const app = await acceptInvitation(visitor, link);
      await signIn(visitor, email, app);
      for (const page of ['/', '/search', '/states/IN', '/account', '/accounts', '/tokens']) await visitor.open(page);
      await visitor.press('frame.sign_out', { within: 'header' });
      await visitor.showsWords('notice.signed_out');
      assert.equal(await visitor.isSignedIn(), false);
      await visitor.close();
    });
  }

  it('says on top what was wrong, and leads to it', async () => {
    const visitor = await Visitor.open(chromium, registry.url, { keyboard: true });
    await visitor.open(registry.invite('wrong@x.example', 'reader', 'IN'));
    await visitor.fill('form.new_password', 'short');
    await visitor.fill('form.repeated', 'other');
    await visitor.fill('form.code', '000000');
    await visitor.press('action.accept');
    await visitor.showsWords('form.errors');
    const heading = visitor.page.locator('[role=alert]');
    assert.equal(await heading.count(), 1);
    await heading.getByRole('link').first().click();
    assert.equal(await visitor.page.evaluate(() => document.activeElement.name), 'password');
    await visitor.close();
  });

  it('skips to the content with the first tabulator', async () => {
    const visitor = await Visitor.open(chromium, registry.url, {});
    await visitor.open('/');
    await visitor.page.keyboard.press('Tab');
    await visitor.page.keyboard.press('Enter');
    assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'main');
    await visitor.close();
  });
});
