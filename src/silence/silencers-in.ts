import type { Source } from '../source/source.js';
import { commentsIn } from './comments-in.js';
import { SILENCE, type Silencer, type UselessSilencer } from './silencer.js';

/** `rule-a, rule-b: reason`. A rule may be followed by nothing else, so that a sentence about the comment is none. */
const SAID = /^\s*([\w.-]+(?:\s*,\s*[\w.-]+)*)?\s*(?::\s*([\s\S]*))?$/;

export interface Silencers {
  readonly active: readonly Silencer[];
  readonly useless: readonly UselessSilencer[];
}

const NONE: Silencers = { active: [], useless: [] };

export interface SilencersContext {
  /** The ids of all rules. */
  readonly rules: readonly string[];
  sourceOf(file: string): readonly string[] | null;
  parsedOf(file: string): Source | null;
}

/** What the comments of a file silence. */
export function silencersIn(file: string, { rules, sourceOf, parsedOf }: SilencersContext): Silencers {
  // To take a source apart costs more than to look whether there is anything to find.
  const first = sourceOf(file)?.findIndex((line) => line.includes(SILENCE)) ?? -1;
  if (first === -1) return NONE;
  const source = parsedOf(file);
  if (!source) return { active: [], useless: [{ file, line: first + 1, rule: null, problem: 'unparsed' }] };
  const active: Silencer[] = [];
  const useless: UselessSilencer[] = [];
  for (const { text, line, target } of commentsIn(source)) {
    const said = saidIn(text);
    if (said === null) continue;
    if (said.rules.length === 0) useless.push({ file, line, rule: null, problem: 'no-rule' });
    for (const rule of said.rules) {
      if (!rules.includes(rule)) useless.push({ file, line, rule, problem: 'unknown-rule' });
      else if (said.reason === '') useless.push({ file, line, rule, problem: 'no-reason' });
      else if (target === null) useless.push({ file, line, rule, problem: 'unused' });
      else active.push({ file, line, target, rule, reason: said.reason });
    }
  }
  return { active, useless };
}

/** `null` for any other comment. */
function saidIn(comment: string): { readonly rules: readonly string[]; readonly reason: string } | null {
  const text = comment
    .replace(/^\s*\*+/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (!text.startsWith(SILENCE) || /^[\w-]/.test(text.slice(SILENCE.length))) return null;
  const [, rules = '', reason = ''] = SAID.exec(text.slice(SILENCE.length)) ?? [];
  return { rules: rules === '' ? [] : rules.split(/\s*,\s*/), reason: reason.trim() };
}
