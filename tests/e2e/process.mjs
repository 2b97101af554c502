// Processes that a test starts: each says one line when it is ready, and ends with the test.
import { spawn, execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Starts a process and waits for the first line of its standard output. Its standard error is kept,
 * and told where it does not start or ends badly.
 */
export async function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { log += text; });
  const ended = new Promise((resolve) => child.on('close', (code) => resolve(code)));
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    new Promise((resolve) => lines.once('line', resolve)),
    ended.then((code) => { throw new Error(`${command} ended (${code}) before it was ready:\n${log}`); }),
  ]);
  return {
    first,
    log: () => log,
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      const code = await ended;
      if (code !== 0) throw new Error(`${command} ended with ${code}:\n${log.slice(-4000)}`);
    },
  };
}

/** Runs a command to its end; its standard output. */
export function run(command, args) {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
