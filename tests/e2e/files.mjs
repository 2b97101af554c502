import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The files of a folder with this ending, sorted. (Node 18 has no glob.) */
export function globSync(folder, ending) {
  return readdirSync(folder).filter((name) => name.endsWith(ending)).sort().map((name) => path.join(folder, name));
}
