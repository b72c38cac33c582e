import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { isCall } from '../source/call-at.js';
import { importedFrom } from '../source/imported-from.js';
import { otelName } from '../source/otel-name.js';
import type { CallNode, CodeAt } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { nodesIn, pathTo, unwrapped } from '../source/tree.js';
import { codeFix } from './code-fix.js';
import { asArgument, intoObject } from './inject-fix.js';
import { propertyOf } from './request-options.js';

/** The queue of the batch processor that the file makes, with more room. */
export function enlargeQueue({ source }: Pick<CodeAt, 'source'>, room: number, summary: string): Fix | null {
  const made = nodesIn(source.tree).filter((node): node is CallNode => isNew(node, /^BatchSpanProcessor$/));
  const [processor] = made;
  if (!processor || made.length !== 1 || processor.arguments.length === 0) return null;
  const options = processor.arguments[1] && unwrapped(processor.arguments[1]);
  const text = `maxQueueSize: ${room}`;
  const before = options && propertyOf(options, 'maxQueueSize');
  if (options && options.type !== 'ObjectExpression') return null;
  const edit = before
    ? { from: before.start, to: before.end, text }
    : options
      ? intoObject(source, options, text)
      : asArgument(processor, 1, `{ ${text} }`);
  return codeFix({ source }, { summary, edits: [edit], shown: processor });
}

/** The sampler that the file gives to its provider, in one that follows the parent. */
export function followParent({ source }: Pick<CodeAt, 'source'>, summary: string): Fix | null {
  const given = nodesIn(source.tree).flatMap((node) => {
    const [options] = isNew(node, /TracerProvider$|^NodeSDK$/) && isCall(node) ? node.arguments : [];
    const sampler = options && propertyOf(unwrapped(options), 'sampler');
    return sampler && isCall(node) ? [{ sampler, provider: node }] : [];
  });
  const [only] = given;
  if (!only || given.length !== 1) return null;
  const { sampler, provider } = only;
  const path = pathTo(source, provider.start, provider.end);
  const from = importedFrom(provider.callee, path)?.module ?? '';
  const module = from.startsWith('@opentelemetry/sdk-trace') ? from : '@opentelemetry/sdk-trace-base';
  const name = otelName(source, path, 'ParentBasedSampler', module);
  const text = `sampler: new ${name.text}({ root: ${textOf(source, sampler.value)} })`;
  const edits = [{ from: sampler.start, to: sampler.end, text }];
  return codeFix({ source }, { summary, edits, names: [name], shown: sampler });
}

function isNew(node: AnyNode, pattern: RegExp): boolean {
  if (node.type !== 'NewExpression') return false;
  const callee = unwrapped(node.callee);
  const name = callee.type === 'MemberExpression' ? callee.property : callee;
  return name.type === 'Identifier' && pattern.test(name.name);
}
