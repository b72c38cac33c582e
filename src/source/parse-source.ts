import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser, type Program } from 'acorn';
import type { Language, Source } from './source.js';

/** `locations` is what the plugin for types needs. */
const OPTIONS = {
  ecmaVersion: 'latest',
  allowHashBang: true,
  allowReturnOutsideFunction: true,
  locations: true,
} as const;

const TypedParser = Parser.extend(tsPlugin());
const TypedParserWithTags = Parser.extend(tsPlugin({ jsx: true }));

/** `null` for what is no JavaScript or TypeScript, or cannot be parsed. */
export function parseSource(text: string, file: string): Source | null {
  const extension = /\.([cm]?[jt]sx?)$/.exec(file)?.[1];
  if (extension === undefined) return null;
  const tree = parsed(text, extension);
  if (!tree) return null;
  const language: Language = extension.includes('t') ? 'typescript' : 'javascript';
  const isModule = extension.startsWith('m') || tree.body.some(({ type }) => /^(?:Import|Export)/.test(type));
  return { text, tree, language, isModule, parses: (changed) => parsed(changed, extension) !== null };
}

function parsed(text: string, extension: string): Program | null {
  const parser = extension.endsWith('x') ? TypedParserWithTags : extension.includes('t') ? TypedParser : Parser;
  for (const sourceType of ['module', 'script'] as const) {
    try {
      return parser.parse(text, { ...OPTIONS, sourceType });
    } catch {}
  }
  return null;
}
