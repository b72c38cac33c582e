import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ModuleKind, Rewritten } from '../../rewrite/rewrite.js';
import { isRewritten } from '../../rewrite/marks.js';
import { API_MODULE } from '../attach/api-module.js';
import { isUserFile } from '../user-code.js';

type Rewrite = (source: string, file: string, kind: ModuleKind) => Rewritten;

let rewrite: Rewrite | undefined;

/** Parser and editor are only loaded when there is something to rewrite. */
function rewriter(bundle: URL): Rewrite {
  rewrite ??= (createRequire(import.meta.url)(bundle.pathname) as { rewrite: Rewrite }).rewrite;
  return rewrite;
}

/** Stands in the API's own code: in a module of the user's, the API was bundled into it. */
const API_KEY = 'opentelemetry.js.api.';

/** A module without a single call has nothing to note: the parser need not even be loaded. */
const CALLS = /[\w$\])]\s*\(/;

export interface RewriterOptions {
  readonly runFolder: string;
  /** Distinguishes the threads that write site tables. */
  readonly thread: string;
  readonly bundle: URL;
}

/** The text that V8 shall get for a module. What cannot be rewritten stays as it is, and the recording says so. */
export function sourceFor(text: string, file: string, kind: ModuleKind, options: RewriterOptions): string {
  if (API_MODULE.test(file)) return withApiTail(text, file, kind);
  if (!isUserFile(file) || !CALLS.test(text) || isRewritten(text)) return text;
  const table = join(options.runFolder, `sites-${options.thread}.ndjson`);
  try {
    const result = rewriter(options.bundle)(text, file, kind);
    append(table, result.table);
    if (text.includes(API_KEY)) append(table, { t: 'bundled-api', file });
    return result.code;
  } catch (error) {
    append(table, { t: 'not-rewritten', file, reason: String(error) });
    return text;
  }
}

function append(table: string, line: object): void {
  try {
    appendFileSync(table, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  } catch {
    // Without its table a module's places stay unknown; the app goes on.
  }
}

/** A module of the API hands its exports over when it has run. Imports are hoisted, so a tail may import itself. */
function withApiTail(text: string, file: string, kind: ModuleKind): string {
  const handOver = (exports: string): string =>
    `globalThis[Symbol.for("otel-ctx-doctor")]?.api(${exports},${JSON.stringify(file)});`;
  if (kind === 'commonjs') return `${text}\n;${handOver('exports')}`;
  const self = JSON.stringify(`./${file.split(/[\\/]/).at(-1)}`);
  return `${text}\n;import * as __ocdSelf from ${self};${handOver('__ocdSelf')}`;
}
