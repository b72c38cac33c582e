import type { AnyNode, Program } from 'acorn';
import { RECORDER_GLOBAL } from '../protocol/recorder-global.js';
import type { Additions } from './additions.js';
import { mark } from './marks.js';
import { childrenOf } from './syntax.js';

/** Stands in the API's own code, before the first number of its version. The API for logs has a word in that place. */
const API_KEY = /opentelemetry\.js\.api\.(?![a-z])/g;

/** The API takes its version apart next to its key. Between the two stands a name or two, even where nothing was minified. */
const NEAR_CHARS = 400;

/** Others may look into the slot as well; only the API itself says this. */
const REGISTERS = 'Attempted duplicate registration of API';

export function holdsApi(text: string): boolean {
  return text.includes(REGISTERS) && text.search(API_KEY) !== -1;
}

/**
 * Copies of `@opentelemetry/api` that were bundled into a module tell their version when they begin, which is before
 * anybody can use them: `VERSION.split('.')[0]`. `false`: there is a copy that cannot.
 */
export function noteBundledApi(program: Program, text: string, file: string, additions: Additions): boolean {
  const keys = [...text.matchAll(API_KEY)].map(({ index }) => index);
  if (keys.length === 0) return true;
  const versions = splitVersions(program);
  return keys.every((key) => {
    const near = versions
      .filter(({ end }) => Math.abs(key - end) < NEAR_CHARS)
      .sort((a, b) => Math.abs(key - a.end) - Math.abs(key - b.end));
    const [version] = near;
    if (!version) return false;
    const tell = `(typeof ${RECORDER_GLOBAL}=="object"?${RECORDER_GLOBAL}.bundledApi:v=>v)(`;
    additions.around(version.start, mark(tell), version.end, mark(`,${JSON.stringify(file)})`));
    return true;
  });
}

/** `x` of each `x.split('.')[0]`. */
function splitVersions(program: Program): AnyNode[] {
  const found: AnyNode[] = [];
  const left: AnyNode[] = [program];
  for (let node = left.pop(); node; node = left.pop()) {
    const version = splitVersion(node);
    if (version) found.push(version);
    left.push(...childrenOf(node));
  }
  return found;
}

function splitVersion(node: AnyNode): AnyNode | null {
  if (node.type !== 'MemberExpression' || !node.computed || !isLiteral(node.property, 0)) return null;
  const call = node.object;
  if (call.type !== 'CallExpression' || !isLiteral(call.arguments[0], '.')) return null;
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.object.type === 'Super') return null;
  return callee.property.type === 'Identifier' && callee.property.name === 'split' ? callee.object : null;
}

function isLiteral(node: AnyNode | undefined, value: unknown): boolean {
  if (node?.type === 'TemplateLiteral') return node.quasis.length === 1 && node.quasis[0]?.value.cooked === value;
  return node?.type === 'Literal' && node.value === value;
}
