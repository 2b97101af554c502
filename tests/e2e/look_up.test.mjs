// At 02:40 an officer finds whom to reach in Thailand; then every page that anybody may read.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startChromium, Visitor } from './browser.mjs';
import { Registry } from './registry.mjs';

const OFFICERS = [
  { who: 'in English', language: 'en', asks: 'thailand' },
  { who: 'on a telephone, without scripts, in Arabic', language: 'ar', width: 320, scripts: false, asks: 'تايلاند' },
  { who: 'on a telephone, in Chinese', language: 'zh', width: 320, asks: '泰国' },
];
const PAGES = ['/', '/?order=name', '/about', '/calendar', '/programmes', '/programmes?open_to=TH', '/initiatives',
  '/needs-and-offers', '/coverage', '/compare', '/compare?states=XA,XB,XC', '/differences',
  '/differences?from=2020-01-01&to=2030-01-01', '/urgent', '/urgent?state=XA', '/who', '/who?value=%2B66000',
  '/search?q=tailand', '/search?q=xyzzyplugh', '/search?q=cyber&kind=organisation', '/states/XA', '/states/NR',
  '/states/TH?as_of=2020-01-01', '/entries/xa-poc-technical', '/entries/xa-poc-technical/history'];

describe('Looking up', () => {
  let registry;
  let chromium;
  before(async () => {
    registry = await Registry.start({ sample: true });
    chromium = await startChromium();
  });
  after(async () => {
    await chromium.close();
    await registry.stop();
  });

  for (const officer of OFFICERS) {
    it(`finds whom to call and trusts what is shown: ${officer.who}`, async () => {
      const visitor = await Visitor.open(chromium, registry.url, officer);
      await visitor.open('/');
      await visitor.put('q', officer.asks);
      await visitor.press('search.button', { within: 'main' });
      const state = visitor.page.locator('main a[href$="/states/TH"]').first();
      assert.ok(await state.count(), 'the State is not the first to be found');
      await visitor.open('/states/TH');
      assert.ok(await visitor.page.locator('article.contact').count(), 'Thailand has no contact');
      // The examples of real States have no telephone: a fictional one does.
      await visitor.open('/states/XA');
      const card = visitor.page.locator('article.contact:has(a[href^="tel:"])').first();
      const call = card.locator('a[href^="tel:"]').first();
      assert.ok(await call.count(), 'there is no number to call');
      assert.equal(await call.evaluate((each) => each.closest('bdi')?.dir), 'ltr');
      assert.ok((await card.locator('.now').innerText()).length > 10, 'it is not said who answers now');
      const number = (await call.getAttribute('href')).slice('tel:'.length);
      await card.locator('h4 a').first().evaluate((each) => each.href).then((href) => visitor.open(href));
      assert.ok(await visitor.page.locator('a[href$=".vcf"]').count(), 'there is no card to take along');
      await visitor.open('/');
      await visitor.put('value', number);
      await visitor.press('home.who.button', { within: 'main' });
      await visitor.showsWords('who.found');
      await visitor.open('/who?value=%2B1202555000');
      await visitor.showsWords('who.nothing');
      await visitor.close();
    });

    it(`every page is as it should be: ${officer.who}`, async () => {
      const visitor = await Visitor.open(chromium, registry.url, officer);
      for (const page of PAGES) await visitor.open(page);
      await visitor.close();
    });
  }
});
