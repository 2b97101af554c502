// Debian's Chromium, as somebody has it before them: in a language, a width, with scripts or without,
// with a mouse or a keyboard alone. Each page they come to is looked at: by axe-core in light and in
// dark, for words that are missing, and for anything that does not fit the screen.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { need, source } from './tools.mjs';

const { chromium } = need('playwright-core');
const axe = readFileSync(path.join(source, 'web/node_modules/axe-core/axe.min.js'), 'utf8');
// WCAG 2.2 AA and what axe-core counts as good practice.
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const MOST_TABS = 200;
const WAIT_MS = 60_000;

/** The words of a language, by key, as the pages have them. */
export function wordsOf(language) {
  return JSON.parse(readFileSync(path.join(source, 'web/locales', `${language}.json`), 'utf8'));
}

/** Starts Chromium; to be closed. */
export function startChromium() {
  const args = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: process.env.CYBERDIR_CHROMIUM ?? '/usr/bin/chromium', args });
}

// What was looked at already: the same page again, but for keys and times, is not looked at twice.
const seenBefore = new Set();

function isNew(visitor, html) {
  const shape = html.replace(/[A-Za-z0-9_-]{32,}|\d+/g, '');
  const key = `${visitor.page.viewportSize().width} ${createHash('sha256').update(shape).digest('hex')}`;
  if (seenBefore.has(key)) return false;
  seenBefore.add(key);
  return true;
}

async function axeFindings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }),
    AXE_TAGS,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** One browser window with cookies of its own. */
export class Visitor {
  /** `at` is the address of the registry. */
  static async open(chromiumProcess, at, { language = 'en', width = 1280, scripts = true, keyboard = false } = {}) {
    const context = await chromiumProcess.newContext({
      javaScriptEnabled: scripts,
      viewport: { width, height: 900 },
      locale: language,
      ignoreHTTPSErrors: false,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    const visitor = new Visitor(context, page, at, language, keyboard);
    if (!scripts) visitor.mirror = await (await chromiumProcess.newContext({ viewport: { width, height: 900 } })).newPage();
    // Nothing may be blocked by our own policy, and nothing that a page of ours names may fail to load;
    // that the page itself is an answer such as 422 is noted too, and no fault.
    page.on('console', (message) => {
      const { url } = message.location();
      const isPage = url === page.url() || page.url() === 'about:blank';
      if (message.type() === 'error' && url.startsWith(at) && !isPage) visitor.complaints.push(`${message.text()} (${url})`);
    });
    page.on('pageerror', (error) => visitor.complaints.push(String(error)));
    return visitor;
  }

  constructor(context, page, at, language, keyboard) {
    Object.assign(this, { context, page, at, language, keyboard, complaints: [], words: wordsOf(language) });
  }

  /** Opens a path below the reader's language ("/sign-in"), or an address as it is. */
  async open(target) {
    const url = target.startsWith('http') ? target : `${this.at}/${this.language}${target}`;
    await this.page.goto(url);
    await this.look();
  }

  /** What is wrong with the page that is open, as a failed assertion. */
  async look() {
    await this.page.waitForLoadState();
    const where = `${this.page.url().replace(/key=.*/, 'key=…')} (${this.language})`;
    const html = await this.page.content();
    if (!isNew(this, html)) return;
    const seen = this.mirror ? await this.#mirrored(html) : this.page;
    for (const colorScheme of ['light', 'dark']) {
      await seen.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(seen), [], `${where}, ${colorScheme}`);
    }
    const { over, lang, dir, empty } = await this.page.evaluate(() => ({
      over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      lang: document.documentElement.lang,
      dir: document.documentElement.dir,
      empty: [...document.querySelectorAll('h1, h2, button, label, a, th, dt')]
        .filter((each) => !each.textContent.trim() && !each.querySelector('img[alt]:not([alt=""])')).map((each) => each.outerHTML),
    }));
    assert.equal(over, 0, `${where} is wider than the window`);
    assert.equal(lang, this.language, where);
    assert.equal(dir, this.language === 'ar' ? 'rtl' : 'ltr', where);
    assert.deepEqual(empty, [], `${where} has words that are missing`);
  }

  // Without scripts axe-core cannot run: it looks at the same bytes in a window that has them.
  async #mirrored(body) {
    const url = this.page.url();
    await this.mirror.unrouteAll();
    await this.mirror.route(url, (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
    await this.mirror.goto(url);
    return this.mirror;
  }

  /** Fills in the input of this label. */
  async fill(key, value) {
    const input = this.page.locator('main').getByLabel(this.#said(key), { exact: true });
    if (!this.keyboard) {
      await input.fill(value);
      return;
    }
    await this.#tabTo(input);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(value);
  }

  /** Fills in the input of this name, or chooses this value of a list. */
  async put(name, value) {
    const input = this.page.locator(`main [name="${name}"]`).first();
    if (await input.evaluate((each) => each.tagName === 'SELECT')) await input.selectOption(value);
    else await input.fill(value);
  }

  /** Chooses the radio button or box of this name that stands for a value. */
  async pick(name, value) {
    const box = this.page.locator(`main input[name="${name}"][value="${value}"]`);
    if (this.keyboard || this.mirror) {
      // Radio buttons of a set share one stop of the tabulator: the arrows go from one to the other.
      await box.focus();
      await this.page.keyboard.press('Space');
    } else {
      await box.check();
    }
    if (!(await box.isChecked())) throw new Error(`${name} is not ${value}`);
  }

  /** Presses the button of these words (a key, with what its {name} stands for), and looks at the page that it leads to. */
  async press(key, { name, within = 'body' } = {}) {
    await this.#act(this.page.locator(within).getByRole('button', { name: this.#said(key, name), exact: true }).first());
  }

  async follow(key) {
    await this.#act(this.page.getByRole('link', { name: this.#said(key), exact: true }).first());
  }

  async #act(target) {
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.choose(target)]);
    if (this.page.url().startsWith(this.at)) await this.look();
  }

  /** Clicks on something, or goes there with the keyboard and presses the key for it. */
  async choose(target, key = 'Enter') {
    if (this.keyboard) {
      await this.#tabTo(target);
      await this.page.keyboard.press(key);
    } else if (this.mirror) {
      // A click waits until nothing moves, which playwright finds out by a script.
      await target.focus();
      await this.page.keyboard.press(key);
    } else {
      await target.click();
    }
  }

  /** Goes on with the tabulator until this has the focus, which has to be seen. */
  async #tabTo(target) {
    const handle = await target.elementHandle();
    for (let i = 0; i < MOST_TABS; i += 1) {
      if (await handle.evaluate((each) => each === document.activeElement)) {
        const outline = await handle.evaluate((each) => getComputedStyle(each).outlineStyle);
        assert.notEqual(outline, 'none', 'what has the focus does not show it');
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    assert.fail(`the keyboard does not reach ${await handle.evaluate((each) => each.outerHTML)}`);
  }

  #said(key, name) {
    const said = this.words[key];
    assert.ok(said, `there are no words for ${key}`);
    // Names from outside stand between isolates, so that their direction does not spread.
    return name ? said.replace('{name}', `\u2068${name}\u2069`) : said;
  }

  async shows(text) {
    const body = await this.page.locator('body').innerText();
    assert.ok(body.includes(text), `${this.page.url()} does not show "${text}":\n${body}`);
  }

  async showsWords(key) {
    await this.shows(this.words[key]);
  }

  async isSignedIn() {
    await this.open('/account');
    return !this.page.url().includes('/sign-in');
  }

  async close() {
    await this.context.close();
    await this.mirror?.context().close();
    assert.deepEqual(this.complaints, []);
  }
}
