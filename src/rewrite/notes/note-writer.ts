import type { AnyNode, Program } from 'acorn';
import type { SiteKind } from '../../protocol/site-table.js';
import { Additions } from '../additions.js';
import { parameterNames } from '../captured-contexts.js';
import { handedFields } from '../handed-fields.js';
import { handedNames } from '../handed-names.js';
import { registersListener } from '../listeners.js';
import { importedNames } from '../loops.js';
import { mark } from '../marks.js';
import { madeObjects } from '../payloads.js';
import { sharedVariables } from '../shared-variables.js';
import { isRunByTheApi, RUN_BY_THE_API } from './run-by-the-api.js';

/** A place that the rewritten code names at run time. `at` is an offset of the text before rewriting. */
export interface SiteEntry {
  readonly kind: SiteKind;
  readonly at: number;
  readonly callee: string;
  fn: number;
  dropped: boolean;
  returned: boolean;
  loop: boolean;
  /** In a dependency: the call registers a handler. */
  registers: boolean;
  /** The callback that it hands over is a listener. */
  readonly listens: boolean;
  /** A context is taken when the module is loaded, once. */
  atLoad: boolean;
  /** What it returns is there for all who come later: `polling ??= poll()`. */
  once: boolean;
}

export interface FunctionEntry {
  readonly name: string | null;
  readonly async: boolean;
  readonly owner: number | undefined;
  readonly outer: number;
  readonly start: number;
  readonly end: number;
}

export interface LoopEntry {
  readonly fn: number;
  readonly endless: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Notes {
  readonly loops: readonly LoopEntry[];
  readonly additions: Additions;
  readonly sites: readonly SiteEntry[];
  readonly functions: readonly FunctionEntry[];
}

/**
 * What is noted. `user`: everything. `light`: the same without what costs for each `await` and each call whose result is
 * kept. `places`: where spans start and end, and nothing else. `dependency`: callbacks and executors, of somebody else's
 * code, where nothing that costs may be noted without need.
 */
export type Scope = 'user' | 'light' | 'places' | 'dependency';

/** What of a module is noted, and with what else that is inserted into it. */
export interface Share {
  readonly additions: Additions;
  /** Left out: all of it. */
  readonly holds?: (offset: number) => boolean;
}

/** What the whole module says of its names, before the walk: names of its own code only. */
interface ModuleFacts {
  /** Functions and fields that are handed to other code by name. */
  readonly named: ReadonlySet<string>;
  readonly fields: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  /** Variables for all, that contexts or spans are kept in. */
  readonly shared: ReadonlySet<string>;
  readonly imported: ReadonlyMap<string, string>;
  readonly madeHere: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** Where a walk through a module stands, and what it has written so far. */
export class NoteWriter implements Notes {
  readonly sites: SiteEntry[] = [];
  readonly functions: FunctionEntry[] = [];
  readonly loops: LoopEntry[] = [];
  readonly additions: Additions;
  readonly facts: ModuleFacts;
  readonly moduleId: string;
  readonly scope: Scope;
  /** The user's code, of which more is noted than where spans start and end. */
  readonly own: boolean;
  /** From the program down to the parent of what is visited. */
  readonly ancestors: AnyNode[] = [];
  /** Index of the innermost function around, -1: none. */
  enclosing = -1;
  /** Sites of literals that the walk has yet to reach. */
  readonly literalSites = new Map<AnyNode, SiteEntry>();
  /** Functions whose beginning and end are told. */
  readonly entered = new Set<AnyNode>();
  /** Those of them, by index, in whose loops something may be received. */
  readonly loopsIn = new Set<number>();
  /** `await`s of functions whose flow is left and taken up again there. */
  readonly suspensions = new Set<AnyNode>();

  constructor(program: Program, moduleId: string, scope: Scope, share: Share | undefined) {
    this.moduleId = moduleId;
    this.scope = scope;
    this.additions = share?.additions ?? new Additions();
    this.own = scope === 'user' || scope === 'light';
    this.facts = {
      named: this.own ? handedNames(program, RUN_BY_THE_API) : NONE,
      fields: this.own ? handedFields(program, isRunByTheApi) : NONE,
      parameters: this.own ? parameterNames(program) : NONE,
      shared: this.own ? sharedVariables(program) : NONE,
      imported: importedNames(program),
      madeHere: this.own ? madeObjects(program) : NONE,
    };
  }

  around(node: { start: number; end: number }, before: string, behind: string): void {
    this.additions.around(node.start, mark(before), node.end, mark(behind));
  }

  /** `id`: how the rewritten code calls it. */
  newSite(kind: SiteKind, nameNode: AnyNode, callee: string): { id: string; entry: SiteEntry } {
    const entry: SiteEntry = {
      kind,
      at: nameNode.start,
      callee,
      fn: this.enclosing,
      dropped: false,
      returned: false,
      loop: false,
      registers: false,
      listens: (kind === 'callback' || kind === 'made') && registersListener(callee),
      atLoad: false,
      once: false,
    };
    this.sites.push(entry);
    return { id: `"${this.moduleId}:${this.sites.length - 1}"`, entry };
  }
}
