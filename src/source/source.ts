import type { AnyNode, Program } from 'acorn';

/** A file of the user's, as its author wrote it. */
export interface Source {
  readonly text: string;
  readonly tree: Program;
  /** In their order. */
  readonly comments: readonly SourceComment[];
  readonly language: Language;
  /** Said by its imports and exports, or by its extension. */
  readonly isModule: boolean;
  parses(text: string): boolean;
}

/** `text` is without what opens and closes it; lines count from 1. */
export interface SourceComment {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly lastLine: number;
}

/** What JavaScript ends its lines with. */
export const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/;

export type Language = 'javascript' | 'typescript';

/** A place in a source, for a fix to be written for. */
export interface CodeAt {
  readonly source: Source;
  /** Where the boundary stands: for a call, on the callee's name. */
  readonly offset: number;
  /** The function that is handed over there, if it stands there. */
  readonly handed: FunctionNode | null;
  /** Where the span starts that is told of, if in the same file. */
  readonly start: number | null;
}

/** Text in the place of other text; inserted where both ends are the same. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Moves a line to the right and is no news. */
  readonly isIndent?: boolean;
}

/** From the program down to the innermost. */
export type NodePath = readonly AnyNode[];

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionExpression' | 'ArrowFunctionExpression' | 'FunctionDeclaration' }
>;
export type CallNode = Extract<AnyNode, { type: 'CallExpression' | 'NewExpression' }>;
