// What people do to get in, step by step as the pages lead them.
import assert from 'node:assert/strict';
import { CodeApp } from './one_time_code.mjs';

export const PASSWORD = 'plum gravel oscar tide';

/** Opens the link of an invitation and sets up password and second factor; the person's app. */
export async function acceptInvitation(visitor, link) {
  await visitor.open(link);
  const shown = await visitor.page.locator('main').innerText();
  const secret = /secret=([A-Z2-7]+)/.exec(shown);
  assert.ok(secret, 'the page shows the secret of the second factor');
  const app = new CodeApp(secret[1]);
  await visitor.fill('form.new_password', PASSWORD);
  await visitor.fill('form.repeated', PASSWORD);
  await visitor.fill('form.code', app.next());
  await visitor.press('action.accept');
  await visitor.showsWords('notice.signed_up');
  return app;
}

/** Signs in with address, password and code, from the page for it. */
export async function signIn(visitor, email, app) {
  await visitor.open('/sign-in');
  await visitor.fill('form.email', email);
  await visitor.fill('form.password', PASSWORD);
  await visitor.press('action.next');
  await visitor.fill('form.code', app.next());
  await visitor.press('action.sign_in');
  await visitor.shows(email);
}
