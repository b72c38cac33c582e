import type { Fix } from '../finding.js';
import { callAt } from '../source/call-at.js';
import { otelName } from '../source/otel-name.js';
import type { CodeAt } from '../source/source.js';
import { nodesOfSameCall, pathTo } from '../source/tree.js';
import { codeFix } from './code-fix.js';

/** The call at the boundary, made in the root context. */
export function inRootContext(code: CodeAt, summary: string): Fix | null {
  const call = callAt(code);
  if (!call || nodesOfSameCall(call).some(({ type }) => /^(?:Await|Yield)Expression$|^Super$/.test(type))) return null;
  const path = pathTo(code.source, call.start, call.end);
  const names = [otelName(code.source, path, 'context'), otelName(code.source, path, 'ROOT_CONTEXT')];
  const [context, root] = names.map(({ text }) => text);
  const edits = [
    { from: call.start, to: call.start, text: `${context}.with(${root}, () => ` },
    { from: call.end, to: call.end, text: ')' },
  ];
  return codeFix(code, { summary, edits, names, shown: call });
}
