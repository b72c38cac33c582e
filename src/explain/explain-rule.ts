import type { Rule } from '../rules/define-rule.js';
import type { RuleExplanation, ScenarioExplanation, Setting } from './explanation.js';
import { explainScenario } from './explain-scenario.js';
import type { ScenarioFiles } from './scenario-files.js';

type Explained = Pick<
  Rule,
  'id' | 'severity' | 'title' | 'why' | 'needsWitnesses' | 'missedAt' | 'options' | 'judgeFinished' | 'onlyFinished'
>;

/** All that is said of a rule. `scenarios`: all that there are. */
export function explainRule(rule: Explained, scenarios: readonly ScenarioFiles[]): RuleExplanation {
  const { id, severity, title, why, options = [] } = rule;
  const own = scenarios.filter((scenario) => scenario.rule === id).map(explainScenario);
  return {
    id,
    severity,
    title,
    why,
    limits: limitsOf(rule),
    example: exampleOf(id, own),
    scenarios: own.map(({ slug, title: about, mechanism }) => ({ slug, title: about, mechanism })),
    options,
    settings: settingsOf(rule),
  };
}

function limitsOf({
  needsWitnesses,
  missedAt = {},
  judgeFinished,
  onlyFinished,
}: Explained): RuleExplanation['limits'] {
  if (onlyFinished) return [ONLY_FINISHED];
  const without = judgeFinished ? WITHOUT_WITNESSES_IN_RUNS : WITHOUT_WITNESSES;
  const partly = Object.entries(missedAt).map(([evidence, text]) => limit(WHEN[evidence] ?? evidence, text));
  return needsWitnesses ? [...partly, limit(without, 'nothing of it can be seen')] : partly;
}

/** Reports say `in part: ...` of a rule that judged some of what there was. */
const IN_PART = 'in part: ';

function limit(when: string, text: string): string {
  return text.startsWith(IN_PART)
    ? `Judged in part ${when}: ${text.slice(IN_PART.length)}.`
    : `Not judged ${when}: ${text}.`;
}

const WHEN: Readonly<Record<string, string>> = {
  light: 'with `--evidence light`',
  off: 'with `--evidence off`',
  none: 'where there are only finished spans',
};

const WITHOUT_WITNESSES = 'with `--evidence off`, or where there are only finished spans';

const WITHOUT_WITNESSES_IN_RUNS = 'with `--evidence off`';

const ONLY_FINISHED = 'Judged where there are only finished spans (`check <files...>`); in a run others see more.';

/** The one of the rule's name, which could not be asked for otherwise; else the one with the shortest change. */
function exampleOf(id: string, scenarios: readonly ScenarioExplanation[]): ScenarioExplanation | null {
  const [shortest] = scenarios.toSorted((a, b) => changedLines(a) - changedLines(b));
  return scenarios.find(({ slug }) => slug === id) ?? shortest ?? null;
}

function changedLines({ changes }: ScenarioExplanation): number {
  return changes.flatMap(({ hunks }) => hunks).reduce((sum, { lines }) => sum + lines.length, 0);
}

function settingsOf({ id, options = [], onlyFinished }: Explained): Setting[] {
  const [option] = options;
  const command = onlyFinished ? 'check … traces.json' : 'run … app.ts';
  const comment: Setting[] = [
    {
      text: 'One place, in the line before the one that the report names, or behind it. It needs a reason.',
      code: `// otel-ctx-doctor-ignore ${id}: <why this is right here>`,
      language: 'ts',
    },
  ];
  return [
    // A finished span has no place in the code.
    ...(onlyFinished ? [] : comment),
    inConfig(
      'Some places, in `otel-ctx-doctor.config.json`: files, names of spans (`span`), or tracers (`scope`).',
      `"ignore": [{ "rule": "${id}", ${onlyFinished ? '"span": "GET /legacy/*"' : '"file": "src/legacy/**"'}, "reason": "<why>" }]`,
    ),
    onCommandLine('A whole run.', `${id}=off`, command),
    inConfig(
      'Every run; `info`, `warning` or `error` instead of `off` is another severity.',
      `"rules": { "${id}": "off" }`,
    ),
    ...(option ? [onCommandLine('An option of the rule.', `${id}.${option.name}=${option.default}`, command)] : []),
  ];
}

function inConfig(text: string, entry: string): Setting {
  return { text, code: `{ ${entry} }`, language: 'json' };
}

function onCommandLine(text: string, setting: string, command: string): Setting {
  return { text, code: `npx otel-ctx-doctor ${command.replace('…', `--rule ${setting}`)}`, language: 'sh' };
}
