import { isRewritten } from '../../rewrite/marks.js';

/** What runs below the program, or is there to watch it: contexts are theirs to handle. */
const TOOLS =
  /[\\/]node_modules[\\/](?:@opentelemetry|@esbuild|esbuild|tsx|get-tsconfig|resolve-pkg-maps|import-in-the-middle|require-in-the-middle|typescript|otel-ctx-doctor)[\\/]/;
/** What it loads for itself is not what the program uses. */
const TELEMETRY = /[\\/]node_modules[\\/]@opentelemetry[\\/]/;
const BELOW_NODE_MODULES = /[\\/]node_modules[\\/]/;

/** What is larger is a compiler or a bundle, and would take longer to parse than all else together. */
const LARGEST_CHARS = 1_000_000;

/** A bundle of the user's takes about half a second for each million: longer than this nobody should wait for a start. */
const LARGEST_USER_CHARS = 20_000_000;

/** A function literal somewhere behind a bracket or a comma: as much of an argument as can be seen without a parser. */
const LITERAL = /=>|[(,]\s*(?:async\s+)?function\b/;

/** Is this a dependency's module in which a callback could matter? */
export function isRewritable(file: string, text: string): boolean {
  if (!BELOW_NODE_MODULES.test(file) || TOOLS.test(file)) return false;
  return LITERAL.test(text) && !isRewritten(text);
}

export function isTelemetry(file: string): boolean {
  return TELEMETRY.test(file);
}

/** Is the file that of a tool? */
export function isTool(file: string): boolean {
  return TOOLS.test(file);
}

export function isTooLarge(text: string, ofUser = false): boolean {
  return text.length > (ofUser ? LARGEST_USER_CHARS : LARGEST_CHARS);
}
