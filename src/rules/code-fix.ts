import type { Fix, FixEdit } from '../finding.js';
import { applyEdits, inOrder } from '../source/apply-edits.js';
import { importEdits, type OtelName } from '../source/otel-name.js';
import { renderEdits } from '../source/render-edits.js';
import type { CodeAt, Source, TextEdit } from '../source/source.js';

/** What to change in the user's own code. */
export interface CodeChange {
  readonly summary: string;
  readonly edits: readonly TextEdit[];
  readonly names?: readonly OtelName[];
  /** The text that is shown, where it is more than the edited lines. */
  readonly shown?: { readonly start: number; readonly end: number };
  /** Lines of advice below the code: what has to be done elsewhere. */
  readonly elsewhere?: readonly string[];
}

/** A fix of edits in the boundary's file. `null` where the result would be no program: then nothing is better. */
export function codeFix({ source }: Pick<CodeAt, 'source'>, change: CodeChange): Fix | null {
  const { edits, names = [], shown, elsewhere = [] } = change;
  const imports = importEdits(source, names);
  const all = [...imports, ...edits];
  if (!source.parses(applyEdits(source.text, all))) return null;
  const from = Math.min(...edits.map((edit) => edit.from), shown?.start ?? Number.POSITIVE_INFINITY);
  const to = Math.max(...edits.map((edit) => edit.to), shown?.end ?? 0);
  return {
    summary: withImports(change.summary, names),
    snippet: [renderEdits(source, edits, from, to), ...elsewhere].join('\n'),
    // What has to be done elsewhere, too, is not done by half.
    edits: elsewhere.length > 0 ? [] : inOrder(all).map((edit) => asFixEdit(source, edit)),
  };
}

/** Says what the file does not import yet. */
export function withImports(summary: string, names: readonly OtelName[]): string {
  const missing = names.filter(({ isImported }) => !isImported);
  const modules = [...new Set(missing.map(({ module }) => module))];
  return [summary, ...modules.map((module) => importText(missing, module))].join(' ');
}

export function importText(missing: readonly OtelName[], module: string): string {
  const texts = missing
    .filter((one) => one.module === module)
    .map(({ exported, local }) => (exported === local ? exported : `${exported} as ${local}`));
  const unique = [...new Set(texts)].sort();
  return `Import ${unique.length > 1 ? `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}` : unique[0]} from ${module}.`;
}

function asFixEdit({ text }: Source, edit: TextEdit): FixEdit {
  const [line, column] = positionOf(text, edit.from);
  const [endLine, endColumn] = positionOf(text, edit.to);
  return { line, column, endLine, endColumn, text: edit.text };
}

function positionOf(text: string, offset: number): [line: number, column: number] {
  const before = text.slice(0, offset);
  return [before.split('\n').length, offset - before.lastIndexOf('\n')];
}
