import type { Fix, Mechanism } from '../finding.js';
import type { BoundaryText, Fault } from './define-rule.js';

interface Far {
  /** `a context does not cross …` */
  readonly to: string;
  readonly where: string;
  /** If the user's own line cannot be made to show it. */
  readonly sent: string;
}

const THREAD: Far = {
  to: 'to another thread',
  where: 'in the other thread',
  sent: 'port.postMessage({ carrier, job });',
};
const FAR: Readonly<Partial<Record<Mechanism, Far>>> = {
  'worker-thread': THREAD,
  'child-process': { to: 'to another process', where: 'in the other process', sent: 'child.send({ carrier, job });' },
  message: {
    to: 'a broker, a socket or a queue',
    where: 'at the consumer',
    sent: 'publish(topic, JSON.stringify({ carrier, ...message }));',
  },
};

/** The context does not cross to another thread or process by itself: a field of the message has to carry it. */
export function carryContextFix({ mechanism }: Fault, text: BoundaryText): Fix {
  const { to, where, sent } = FAR[mechanism] ?? THREAD;
  return {
    summary: `Send the context along in the message, and make it active where the message is handled: a context does not cross ${to} by itself.`,
    snippet: [
      'const carrier = {};',
      'propagation.inject(context.active(), carrier);',
      (mechanism === 'message' ? withCarrierInText(text) : withCarrier(text)) ?? sent,
      `// ${where}, for each message:`,
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

/** In what the user's own line makes a text of, or an object that stands there. Of a name nobody knows what it holds. */
function withCarrierInText(text: BoundaryText): string | null {
  const { line, column } = text;
  const at = line.indexOf(STRINGIFY, column);
  if (at === -1) return /[[{]/.test(line.slice(column)) ? withCarrier(text) : null;
  const head = line.slice(0, at + STRINGIFY.length).trimStart();
  const rest = line.slice(at + STRINGIFY.length);
  const literal = /^{\s*(.*)$/s.exec(rest);
  if (literal) return `${head}{ carrier, ${literal[1]}`;
  const value = /^\s*([\w$.]+)\s*(\).*)$/s.exec(rest);
  return value && `${head}{ carrier, ...${value[1]} }${value[2]}`;
}

const STRINGIFY = 'JSON.stringify(';

function withFirst(head: string, [, before = '', , bracket = '', after = '']: readonly string[]): string {
  const closes = after.startsWith(bracket === '{' ? '}' : ']');
  const inner = closes ? `carrier${bracket === '{' ? ' ' : ''}` : after === '' ? 'carrier,' : 'carrier, ';
  return `${head}${before}${bracket}${bracket === '{' ? ' ' : ''}${inner}${after}`;
}
