// The npm packages of web/, and where the program is.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const source = process.env.CYBERDIR_SOURCE
  ?? path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const fromWeb = createRequire(path.join(source, 'web/package.json'));

/** A package of web/node_modules that is a CommonJS module. */
export const need = (name) => fromWeb(name);

/** A package of web/node_modules that is an ES module, by its file. */
export const needModule = (file) => import(pathToFileURL(path.join(source, 'web/node_modules', file)));

/** The program under test. */
export function program() {
  if (!process.env.CYBERDIR_PROGRAM) throw new Error('CYBERDIR_PROGRAM must name the program');
  return process.env.CYBERDIR_PROGRAM;
}
