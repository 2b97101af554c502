// What somebody does at the identity provider, sent there by the registry's button.

/** Presses the button and arrives at the provider's page. */
export async function goToProvider(visitor, name) {
  const button = visitor.page.getByRole('button', { name });
  await Promise.all([visitor.page.waitForURL(/\/who\//), visitor.choose(button)]);
}

/** Says who they are there, and comes back. */
export async function identify(visitor, name, email, { second = false } = {}) {
  await goToProvider(visitor, name);
  await visitor.page.getByLabel('E-mail').fill(email);
  if (second) await visitor.choose(visitor.page.getByLabel('with a second factor'), 'Space');
  await comeBack(visitor, 'Sign in');
}

/** Presses a button of the provider's page, and looks at the page of ours that follows. */
export async function comeBack(visitor, button) {
  await Promise.all([
    visitor.page.waitForURL((url) => url.href.startsWith(visitor.at)),
    visitor.choose(visitor.page.getByRole('button', { name: button })),
  ]);
  await visitor.look();
}
