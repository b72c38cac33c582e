import { freeName } from '../source/bindings.js';
import { importedFrom } from '../source/imported-from.js';
import { otelName, type OtelName } from '../source/otel-name.js';
import type { CallNode, CodeAt, NodePath, TextEdit } from '../source/source.js';
import { unwrapped } from '../source/tree.js';
import { asArgument } from './inject-fix.js';

const GRPC = '@grpc/grpc-js';

export interface Metadata {
  readonly lines: readonly string[];
  readonly edit: TextEdit;
  readonly name: OtelName;
  readonly arrives: string;
}

/** A call by gRPC has metadata; of its message, fields without a definition are dropped. */
export function callMetadata(
  call: CallNode,
  path: NodePath,
  { source }: CodeAt,
  [context, propagation]: readonly [OtelName, OtelName],
): Metadata | null {
  const rest = call.arguments.slice(1).map(unwrapped);
  if (rest.length > 1 || rest.some(({ type }) => type === 'ObjectExpression' || type === 'NewExpression')) return null;
  if (importedFrom(call.callee, path)?.module !== GRPC && !source.text.includes(GRPC)) return null;
  const name = otelName(source, path, 'Metadata', GRPC);
  const metadata = freeName(['metadata', 'traceMetadata'], path);
  const setter = '{ set: (to, key, value) => to.set(key, value) }';
  return {
    lines: [
      `const ${metadata} = new ${name.text}();`,
      `${propagation.text}.inject(${context.text}.active(), ${metadata}, ${setter});`,
    ],
    edit: asArgument(call, 1, metadata),
    name,
    arrives: 'call.metadata.getMap()',
  };
}
