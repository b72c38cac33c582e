import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { bindingOf, freeName } from '../source/bindings.js';
import { calleeNameOf, callAt, isCall } from '../source/call-at.js';
import { importedFrom } from '../source/imported-from.js';
import { insertBefore } from '../source/insert-before.js';
import { otelName } from '../source/otel-name.js';
import type { CallNode, CodeAt } from '../source/source.js';
import { indentAt, movedText } from '../source/text-of.js';
import { isFunctionNode, nodesIn, pathTo, unwrapped } from '../source/tree.js';
import { codeFix } from './code-fix.js';
import type { BoundaryText } from './define-rule.js';

const MIDDLEWARE =
  'The package calls back in a context of its own, and all that comes after it runs there. Bind the `next` that it is given; a newer version of it may do so itself.';
const CALL =
  'The package calls back in a context of its own. Bind the function that it is given, or wrap the call in a promise: what comes after an `await` has its context again. A newer version of the package may keep it by itself.';

/** A dependency's callback was lost, between a call and an answer that are both not the user's to change. */
export function outsideDependencyFix({ code, packageName }: BoundaryText): Fix {
  if (!code || packageName === null) return { summary: CALL, snippet: null };
  return boundAtCall(code, packageName) ?? boundMiddleware(code, packageName) ?? { summary: CALL, snippet: null };
}

/** The package is called at the boundary: what it is given last is what it calls. */
function boundAtCall(code: CodeAt, packageName: string): Fix | null {
  const call = callAt(code);
  const path = call && pathTo(code.source, call.start, call.end);
  if (!call || !path || importedFrom(call.callee, path)?.module !== packageName) return null;
  const last = call.arguments.at(-1);
  const isCallback = last && (isFunctionNode(unwrapped(last)) || isParameter(unwrapped(last), path));
  if (!isCallback) return null;
  const name = otelName(code.source, path, 'context');
  const edits = [
    { from: last.start, to: last.start, text: `${name.text}.bind(${name.text}.active(), ` },
    { from: last.end, to: last.end, text: ')' },
  ];
  const summary = unwrapped(last).type === 'Identifier' ? MIDDLEWARE : CALL;
  return codeFix(code, { summary, edits, names: [name], shown: { start: call.callee.end, end: call.end } });
}

/** `next` of the function around it. */
function isParameter(node: AnyNode, path: Parameters<typeof bindingOf>[1]): boolean {
  return node.type === 'Identifier' && bindingOf(node.name, path)?.kind === 'parameter';
}

/** The package's middleware is put to use elsewhere in the file: `app.use(session(…))`. */
function boundMiddleware(code: CodeAt, packageName: string): Fix | null {
  const { source } = code;
  const uses = nodesIn(source.tree).filter(
    (node): node is CallNode => isCall(node) && calleeNameOf(node) === 'use' && isMadeBy(node, packageName, code),
  );
  const [use] = uses;
  const made = use?.arguments.at(-1);
  if (!use || !made || uses.length !== 1) return null;
  const path = pathTo(source, use.start, use.end);
  const name = otelName(source, path, 'context');
  const middleware = freeName(
    ['middleware', `${packageName.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}Middleware`],
    path,
  );
  const before = insertBefore(source, path, [
    `const ${middleware} = ${movedText(source, made, indentAt(source, use.start))};`,
  ]);
  if (!before) return null;
  const bound = `(request, response, next) => ${middleware}(request, response, ${name.text}.bind(${name.text}.active(), next))`;
  const edits = [...before, { from: made.start, to: made.end, text: bound }];
  return codeFix(code, { summary: MIDDLEWARE, edits, names: [name], shown: use });
}

function isMadeBy(use: CallNode, packageName: string, { source }: CodeAt): boolean {
  const last = use.arguments.at(-1);
  return last !== undefined && importedFrom(last, pathTo(source, use.start, use.end))?.module === packageName;
}
