import type { Fix } from '../finding.js';
import { callAt } from '../source/call-at.js';
import type { CallNode, CodeAt, TextEdit } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { unwrapped } from '../source/tree.js';
import { codeFix } from './code-fix.js';
import type { BoundaryText, Fault } from './define-rule.js';
import { isObject, propertyOf } from './request-options.js';

/** The span for all becomes an INTERNAL one, and each call gets a CLIENT span of its own. */
export function spanForEachCall({ calls }: Fault, { code }: BoundaryText): Fix {
  const names = calls?.names ?? [];
  const each = names.length === 0 ? 'each call' : `each ${names.map((name) => `${name}()`).join(' and ')}`;
  const inactive = calls?.beside ? ', made active with startActiveSpan so that theirs come under it' : '';
  const summary = `Start a CLIENT span for ${each}, and end it when that call has its answer. The span around all of them, if there is to be one, is INTERNAL${inactive}.`;
  const call = code && callAt(code);
  return (code && call && changedKind(code, call, { summary, name: names[0] ?? 'call' })) ?? { summary, snippet: null };
}

function changedKind(code: CodeAt, start: CallNode, { summary, name }: { summary: string; name: string }): Fix | null {
  const options = start.arguments.map(unwrapped).find(isObject);
  const kind = options && propertyOf(options, 'kind');
  const value = kind?.type === 'Property' ? unwrapped(kind.value) : null;
  const callee = unwrapped(start.callee);
  if (value?.type !== 'MemberExpression' || callee.type !== 'MemberExpression') return null;
  const { property } = value;
  if (property.type !== 'Identifier' || property.name !== 'CLIENT') return null;
  const edits: TextEdit[] = [{ from: property.start, to: property.end, text: 'INTERNAL' }];
  const own = `${textOf(code.source, callee.object)}.startActiveSpan('${name}', { kind: ${textOf(code.source, value)} }`;
  return codeFix(code, {
    summary,
    edits,
    elsewhere: [
      '// and for each of the calls:',
      `await ${own}, async (call) => {`,
      '  try {',
      `    return await ${name}(…);`,
      '  } finally {',
      '    call.end();',
      '  }',
      '});',
    ],
  });
}
