import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { callAt } from '../source/call-at.js';
import { insertBefore } from '../source/insert-before.js';
import type { CodeAt } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { pathTo } from '../source/tree.js';
import { codeFix } from './code-fix.js';
import { providerName } from './provider-name.js';
import { mayAwait } from './wait-for.js';

/** `process.exit(…)`, after what is waiting has been exported. */
export function flushBeforeExit(code: CodeAt, summary: string): Fix | null {
  const call = callAt(code);
  if (!call || textOf(code.source, call.callee) !== 'process.exit') return null;
  const path = pathTo(code.source, call.start, call.end);
  const name = providerName(code, path);
  if (name === null) return null;
  const edits = mayAwait(path, code)
    ? insertBefore(code.source, path, [`await ${name}.shutdown();`])
    : afterwards(call, name);
  return edits && codeFix(code, { summary, edits, shown: call });
}

/** Where nothing can be waited for: the program leaves later. */
function afterwards({ start, end }: AnyNode, name: string): { from: number; to: number; text: string }[] {
  return [
    { from: start, to: start, text: `${name}.shutdown().finally(() => ` },
    { from: end, to: end, text: ')' },
  ];
}
