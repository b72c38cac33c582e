import type { Fix } from '../finding.js';
import type { BoundaryText, Fault } from './define-rule.js';

/** The context does not cross to another thread or process by itself: a field of the message has to carry it. */
export function carryContextFix({ mechanism }: Fault, text: BoundaryText): Fix {
  const far = mechanism === 'child-process' ? 'process' : 'thread';
  const sent = withCarrier(text) ?? 'port.postMessage({ carrier, job });';
  return {
    summary: `Send the context along in the message, and make it active where the message is handled: a context does not cross to another ${far} by itself.`,
    snippet: [
      'const carrier = {};',
      'propagation.inject(context.active(), carrier);',
      sent,
      `// in the other ${far}, for each message:`,
      'const parent = propagation.extract(ROOT_CONTEXT, message.carrier);',
      'context.with(parent, () => handle(message));',
    ].join('\n'),
  };
}

/** The user's own line with the carrier in what it sends: in an object or array that stands there, or in one around it. */
function withCarrier({ line, column }: BoundaryText): string | null {
  const open = line.indexOf('(', column);
  if (open === -1) return null;
  const head = line.slice(0, open + 1).trimStart();
  const rest = line.slice(open + 1);
  const literal = /^((?:\s*(['"`])[^'"`]*\2\s*,)?\s*)([{[])\s*(.*)$/s.exec(rest);
  if (literal) return withFirst(head, literal);
  const value = /^\s*([\w$.]+)\s*([,)].*)$/s.exec(rest);
  if (!value) return null;
  const [, name = '', tail = ''] = value;
  const field = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `message: ${name}`;
  return `${head}{ carrier, ${field} }${tail}`;
}

function withFirst(head: string, [, before = '', , bracket = '', after = '']: readonly string[]): string {
  const closes = after.startsWith(bracket === '{' ? '}' : ']');
  const inner = closes ? `carrier${bracket === '{' ? ' ' : ''}` : after === '' ? 'carrier,' : 'carrier, ';
  return `${head}${before}${bracket}${bracket === '{' ? ' ' : ''}${inner}${after}`;
}
