import type { Fix } from '../finding.js';
import { callArguments } from './call-arguments.js';
import type { BoundaryText } from './define-rule.js';

/** How to send the context along with a request. */
export function injectFix(text: BoundaryText): Fix {
  return {
    summary:
      'Inject the active context into the headers of the request; the receiver extracts it from there. An instrumentation of the HTTP client does so for all requests.',
    snippet: withHeaders(text),
  };
}

const INJECT = 'propagation.inject(context.active(), headers);';
const FUNCTION = /=>|^(?:async\s+)?function\b/;

/** The user's own line with `headers` in the call's options. */
function withHeaders({ line, column }: BoundaryText): string {
  const before = ['const headers = {};', INJECT];
  const args = callArguments(line, column);
  const options = args.find(({ text }) => text.startsWith('{'));
  const [first] = args;
  const put = (at: number, text: string): string => `${line.slice(0, at)}${text}${line.slice(at)}`.trim();
  if (!first) return [...before, '// … and give the request these headers'].join('\n');
  // The headers that are there already are filled before the call.
  if (options && /\bheaders\b\s*[,}]/.test(options.text)) return [INJECT, line.trim()].join('\n');
  const inner = options && /\bheaders\s*:\s*\{/.exec(options.text);
  if (options && inner)
    return [...before, put(options.from + inner.index + inner[0].length, ' ...headers,')].join('\n');
  if (options && !/\bheaders\b/.test(options.text)) return [...before, put(options.from + 1, ' headers,')].join('\n');
  const target = args.findLast(({ text }) => !FUNCTION.test(text)) ?? first;
  const known = args.length > 1 && target !== first;
  if (options || known) return [...before, line.trim(), '// … with these headers in its options'].join('\n');
  return [...before, put(target.to, ', { headers }')].join('\n');
}
