import type { Fix } from '../finding.js';
import { callAt } from '../source/call-at.js';
import { insertBefore, isListed } from '../source/insert-before.js';
import { type OtelName, otelName } from '../source/otel-name.js';
import type { CodeAt, NodePath } from '../source/source.js';
import { beginsLine, indentAt } from '../source/text-of.js';
import { pathTo } from '../source/tree.js';
import { codeFix } from './code-fix.js';
import { providerName } from './provider-name.js';

const MANAGER = 'AsyncLocalStorageContextManager';

/** A context manager, set in front of the statement that registers the provider. */
export function registerManager(code: CodeAt, summary: string): Fix | null {
  const path = pathToCall(code);
  if (!path) return null;
  const context = otelName(code.source, path, 'context');
  const manager = otelName(code.source, path, MANAGER, '@opentelemetry/context-async-hooks');
  const line = `${context.text}.setGlobalContextManager(new ${manager.text}().enable());`;
  const edits = insertBefore(code.source, path, [line]);
  const call = path.at(-1);
  return edits && call ? codeFix(code, { summary, edits, names: [context, manager], shown: call }) : null;
}

/** What is done at the end of the program, said after the statement that registers the provider. */
export function flushAtEnd(code: CodeAt, summary: string): Fix | null {
  const path = pathToCall(code);
  const name = path && providerName(code, path);
  const index = path?.findLastIndex((node, at) => at > 0 && isListed(node, path[at - 1] ?? node)) ?? -1;
  const statement = path?.[index];
  if (!path || !name || !statement || !beginsLine(code.source, statement.start)) return null;
  const text = `\n${indentAt(code.source, statement.start)}process.once('beforeExit', () => ${name}.shutdown());`;
  const edits = [{ from: statement.end, to: statement.end, text }];
  const names: readonly OtelName[] = [];
  return codeFix(code, { summary, edits, names, shown: statement });
}

function pathToCall(code: CodeAt): NodePath | null {
  const call = callAt(code);
  return call && pathTo(code.source, call.start, call.end);
}
