import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The API modules that hold the singletons, in the layouts of 1.4 to 1.10, CommonJS and ES. */
const LAYOUT =
  /[\\/](?:build[\\/](?:src|esm|esnext)|dist)[\\/](?:trace|context|propagation|metrics|diag|logs)-api\.[cm]?js$/;

const known = new Map<string, boolean>();

/** Of what package the file is says its `package.json`: a tree may hold a copy of the API under another name. */
export function isApiModule(file: string): boolean {
  if (!LAYOUT.test(file)) return false;
  const folder = apiFolder(file);
  let answer = known.get(folder);
  if (answer === undefined) {
    answer = nameOf(folder) === '@opentelemetry/api';
    known.set(folder, answer);
  }
  return answer;
}

/** The folder of the copy that one of these modules is of. */
export function apiFolder(file: string): string {
  return file.replace(LAYOUT, '');
}

function nameOf(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown }).name;
  } catch {
    return undefined;
  }
}
