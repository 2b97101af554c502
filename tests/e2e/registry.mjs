// A registry on a folder of its own, served by the program on a free port.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { globSync } from './files.mjs';
import { run, start } from './process.mjs';
import { program, source } from './tools.mjs';

function optionsOf({ issuer, client, secret, name }, file) {
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return ['--openid-issuer', issuer, '--openid-client-id', client, '--openid-client-secret-file', file, '--openid-name', name];
}

export class Registry {
  /**
   * Serves an empty registry, or one with the sample directory; `options` go to `cyberdir serve`.
   * `provider` is {issuer, client, secret, name} of an identity provider.
   */
  static async start({ sample = false, options = [], provider = null } = {}) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'cyberdir-e2e-'));
    const data = path.join(folder, 'store');
    if (sample) run(program(), ['import', ...globSync(path.join(source, 'registry/sample'), '.json'), '--data', data]);
    const through = provider ? optionsOf(provider, path.join(folder, 'secret')) : [];
    const server = await start(program(), ['serve', '--data', data, '--listen', '127.0.0.1:0', ...through, ...options]);
    return new Registry(folder, data, server, server.first.replace('listening on ', ''));
  }

  constructor(folder, data, server, url) {
    Object.assign(this, { folder, data, server, url });
  }

  /** Runs a command of the program on this registry's folder; its standard output. */
  command(...args) {
    return run(program(), [...args, '--data', this.data]).trimEnd();
  }

  /** Makes an account as the operator; the link of its invitation. */
  invite(email, role, owner) {
    const to = owner ? ['--owner', owner] : [];
    return this.command('account', 'add', '--email', email, '--name', `Name of ${email}`, '--role', role, ...to, '--url', this.url);
  }

  accounts() {
    return JSON.parse(this.command('account', 'list', '--json'));
  }

  async stop() {
    try {
      await this.server.stop();
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}
