/**
 * What the rewriter knows of a module: where things stand in it. Positions are those of the *rewritten* text
 * (line and column from 1), the ones that V8 reports; the module's source map leads from there to the user's text.
 */
export type SiteKind =
  | 'callback'
  | 'made'
  | 'start'
  | 'end'
  | 'call'
  | 'kept'
  | 'captured'
  | 'shared'
  | 'handed'
  | 'key'
  | 'received'
  | 'wait'
  | 'awaited'
  | 'import';

export interface Site {
  readonly kind: SiteKind;
  readonly line: number;
  readonly column: number;
  /** The last word of the callee: `run` of `pool.run(...)`. For `import`: what is imported. */
  readonly callee: string;
  /** For `callback`: index of the literal in `functions`. For the others: the function they stand in. -1: module level. */
  readonly fn: number;
  /** For `callback`: the statement drops what the call returns, as one does that registers a handler. */
  readonly dropped?: boolean;
  /** For `wait`: it stands in a loop of its function. */
  readonly loop?: boolean;
  /** For `callback`: it is registered as a listener. */
  readonly listens?: boolean;
  /** For `captured`: the context is taken when the module is loaded, once. */
  readonly atLoad?: boolean;
  /** For `kept`: what the call returns is there for all who come later, as in `polling ??= poll()`. */
  readonly once?: boolean;
  /** For `start`: the function hands the span back to its caller. */
  readonly returned?: boolean;
}

export interface Range {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A loop in the body of a function (-1: at module level). */
export interface LoopRange extends Range {
  readonly fn: number;
  /** It goes on until somebody stops it. */
  readonly endless: boolean;
}

export interface FunctionRange extends Range {
  readonly name: string | null;
  /** `await` may be written in it. */
  readonly async?: boolean;
  /** The innermost class or object around it, by a number that it has in the module. */
  readonly owner?: number;
  /** Index of the enclosing function, -1 at module level. */
  readonly outer: number;
}

/** A callback of a dependency: positions are those of its file as it was published, for its text has no map of ours. */
export type DependencySite = readonly [
  callee: string,
  line: number,
  column: number,
  fn: string | null,
  /** 1: the call registers something that may be called any number of times. */
  registers: 0 | 1,
  /** URL of the file, where it is another than the table's: it was bundled. */
  source?: string,
];

export interface DependencyTable {
  readonly t: 'dependency';
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  readonly sites: readonly DependencySite[];
}

export interface ModuleTable {
  readonly t: 'module';
  /** First half of every site id of this module: `<id>:<index into sites>`. */
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  readonly sites: readonly Site[];
  readonly functions: readonly FunctionRange[];
  readonly loops?: readonly LoopRange[];
  /** The thread that loaded it: `<process id>-<thread id>`. Not written: the table's file is that thread's. */
  readonly thread?: string;
  /** Source map (JSON text) from the rewritten text to the user's. */
  readonly map: string;
}

/** A module that somebody else compiled, past the loaders: nothing is noted in it, but its lines can be told. */
export interface ServedTable {
  readonly t: 'served';
  /** Absolute path. */
  readonly file: string;
  /** Source map (JSON text) from the text that was compiled to the user's. */
  readonly map: string;
}
