import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { bindingOf } from '../source/bindings.js';
import { callAt } from '../source/call-at.js';
import { fieldsOf } from '../source/fields-of.js';
import { otelName } from '../source/otel-name.js';
import type { CodeAt, NodePath } from '../source/source.js';
import { innermostFunction, pathTo, unwrapped } from '../source/tree.js';
import { codeFix } from './code-fix.js';
import { farNames } from './far-names.js';
import { intoObject } from './inject-fix.js';
import { nameOfReceived } from './name-of-received.js';
import { propertyOf } from './request-options.js';
import type { BoundaryText } from './define-rule.js';

/** The object that is handed over at the boundary, with the active context in it. */
export function jobContextFix(summary: string, text: BoundaryText): Fix {
  return (text.code && withContext(text.code, summary, text)) ?? { summary, snippet: null };
}

function withContext(
  code: CodeAt,
  summary: string,
  { startedAt, started }: Pick<BoundaryText, 'startedAt' | 'started'>,
): Fix | null {
  const call = callAt(code);
  if (!call) return null;
  const path = pathTo(code.source, call.start, call.end);
  const job = call.arguments.flatMap((argument) => objectOf(unwrapped(argument), path) ?? [])[0];
  if (!job) return null;
  const name = otelName(code.source, path, 'context');
  const key = propertyOf(job, 'context') ? 'activeContext' : 'context';
  const far = farNames(started, ['context'], code.source, ['context']);
  const received = nameOfReceived(started, fieldsOf(job));
  const its = received === null ? `/* its ${key} */` : `${received}.${key}`;
  return codeFix(code, {
    summary,
    edits: [intoObject(code.source, job, `${key}: ${name.text}.active()`)],
    names: [name],
    shown: { start: Math.min(job.start, call.start), end: Math.max(job.end, call.end) },
    elsewhere: [
      `// where the job is worked on${startedAt === null ? '' : ` (${startedAt})`}:`,
      `// ${far.texts[0]}.with(${its}, () => …)`,
      ...far.imports,
    ],
  });
}

/** A literal, or what was made of one in the same function. */
function objectOf(node: AnyNode, path: NodePath): AnyNode | null {
  if (node.type === 'ObjectExpression') return node;
  const binding = node.type === 'Identifier' ? bindingOf(node.name, path) : null;
  const made = binding?.node.type === 'VariableDeclarator' && binding.node.init ? unwrapped(binding.node.init) : null;
  const isHere = binding && path.indexOf(binding.scope) >= path.indexOf(innermostFunction(path) ?? binding.scope);
  return isHere && made?.type === 'ObjectExpression' ? made : null;
}
