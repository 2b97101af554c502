// A stranger's first quarter of an hour: from the invitation to an entry that others find.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startChromium, Visitor } from './browser.mjs';
import { Registry } from './registry.mjs';
import { acceptInvitation, signIn } from './signing_in.mjs';

const TITLE = 'Night desk for incidents that cross borders';

// What the stranger has on paper, by the place that a page asks about.
const contactWith = (address) => ({
  organisation: (visitor) => visitor.pick('value', 'xa-national-csirt'),
  category: (visitor) => visitor.pick('value', 'technical'),
  nature: (visitor) => visitor.pick('value', 'function'),
  title: async (visitor) => {
    await visitor.put('value-language', 'en');
    await visitor.put('value-new', TITLE);
  },
  'channels.new': async (visitor) => {
    await visitor.pick('value-kind', 'email');
    await visitor.put('value-value', address);
    await visitor.pick('value-use', 'urgent');
  },
  channels: (visitor) => visitor.shows(address),
  languages: (visitor) => visitor.pick('value', 'en'),
  availability: (visitor) => visitor.pick('value-always', 'true'),
});

const PEOPLE = [
  { who: 'with a mouse and scripts', options: {} },
  { who: 'with a keyboard alone, without scripts, on a telephone, in Arabic', options: { language: 'ar', width: 320, scripts: false, keyboard: true } },
  { who: 'without scripts, in Chinese', options: { language: 'zh', scripts: false } },
];

describe('The first quarter of an hour', () => {
  let registry;
  let chromium;
  before(async () => {
    registry = await Registry.start({ sample: true, options: ['--review', 'full'] });
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await registry.stop();
  });

  async function person(name, role, owner, options) {
    const email = `${name}@x.example`;
    const visitor = await Visitor.open(chromium, registry.url, options);
    await signIn(visitor, email, await acceptInvitation(visitor, registry.invite(email, role, owner)));
    return visitor;
  }

  // Is led from page to page through what a contact needs; the address of its submission.
  async function writeContact(editor, contact) {
    await editor.open('/work');
    await editor.follow('action.add_entry');
    await editor.pick('kind', 'contact');
    await editor.press('action.next', { within: 'main' });
    const asked = [];
    while (editor.page.url().includes('walk=1')) {
      const place = /\/([^/?]+)\?walk=1/.exec(editor.page.url())[1];
      assert.ok(contact[place], `nobody expected to be asked for ${place}`);
      assert.ok(!asked.includes(place), `${place} is asked for twice`);
      asked.push(place);
      await contact[place](editor);
      await editor.press(place === 'channels' ? 'action.next' : 'action.save', { within: 'main' });
    }
    await editor.press('submission.submit', { within: 'main' });
    return new URL(editor.page.url()).pathname.replace(/^\/\w\w/, '');
  }

  async function decide(visitor, submission, action) {
    await visitor.open('/work');
    await visitor.choose(visitor.page.locator(`main a[href="/${visitor.language}${submission}"]`).first());
    await visitor.page.waitForURL((url) => url.pathname.endsWith(submission));
    await visitor.look();
    await visitor.press(`submission.${action}`, { within: 'main' });
  }

  const finds = async (visitor, address) => {
    await visitor.open(`/search?q=${address}`);
    return (await visitor.page.locator('main').innerText()).includes(TITLE);
  };

  for (const [number, { who, options }] of PEOPLE.entries()) {
    it(`leads a contact from the form to those who look for it: ${who}`, async () => {
      const editor = await person(`editor-${number}`, 'editor', 'XA', options);
      const address = `canary-${number}@cert.xa.example`;
      const submission = await writeContact(editor, contactWith(address));
      assert.equal(await finds(editor, address), true, 'its own people find their draft');
      const reader = await person(`reader-${number}`, 'reader', 'XB', options);
      assert.equal(await finds(reader, address), false, 'nothing is published yet');
      const manager = await person(`manager-${number}`, 'manager', 'XA', options);
      await decide(manager, submission, 'approve');
      assert.equal(await finds(reader, address), false, 'nor now');
      const officer = await person(`officer-${number}`, 'secretariat', '', options);
      await decide(officer, submission, 'accept');
      const stranger = await Visitor.open(chromium, registry.url, options);
      assert.equal(await finds(stranger, address), false, 'it is for participating States');
      assert.equal(await finds(reader, address), true, 'and they find it');
      await reader.choose(reader.page.locator('main').getByRole('link', { name: TITLE }).first());
      await reader.page.waitForURL(/\/entries\//);
      await reader.look();
      await reader.shows(address);
      await editor.open(submission);
      await editor.showsWords('code.submission-state.published');
      for (const each of [editor, manager, officer, stranger, reader]) await each.close();
    });
  }
});
