import { tsPlugin } from '@sveltejs/acorn-typescript';
import { type Options, Parser } from 'acorn';
import type { Language, Source, SourceComment } from './source.js';

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
  const parsed = parse(text, extension);
  if (!parsed) return null;
  const language: Language = extension.includes('t') ? 'typescript' : 'javascript';
  const isModule = extension.startsWith('m') || parsed.tree.body.some(({ type }) => /^(?:Import|Export)/.test(type));
  return { text, ...parsed, language, isModule, parses: (changed) => parse(changed, extension) !== null };
}

function parse(text: string, extension: string): Pick<Source, 'tree' | 'comments'> | null {
  for (const parser of parsersFor(extension)) {
    for (const sourceType of ['module', 'script'] as const) {
      // The plugin for types tries more than one reading of a text, and tells of its comments each time.
      const comments = new Map<number, SourceComment>();
      const onComment: Options['onComment'] = (_, said, from, to, start, end) => {
        comments.set(from, { text: said, from, to, line: start?.line ?? 1, lastLine: end?.line ?? 1 });
      };
      try {
        const tree = parser.parse(text, { ...OPTIONS, sourceType, onComment });
        return { tree, comments: [...comments.values()].sort((a, b) => a.from - b.from) };
      } catch {}
    }
  }
  return null;
}

function parsersFor(extension: string): readonly (typeof Parser)[] {
  if (extension.endsWith('x')) return [TypedParserWithTags];
  // Tags in a `.js` are for tools that are told so.
  return extension.includes('t') ? [TypedParser] : [Parser, TypedParserWithTags];
}
