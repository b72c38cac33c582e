import type { Judged } from './judge.js';

/** What issue 3 asks for. */
const RECALL_AT_LEAST = 0.95;
/** Of all faults. */
const EXACT_LINES_AT_LEAST = 0.85;
/** On programs that are right: none. */
const SILENT_ALARMS_AT_MOST = 0;
/** Of all findings on the broken ones. */
const OTHER_ALARMS_AT_MOST = 0.02;

export interface MechanismFigures {
  readonly programs: number;
  readonly faults: number;
  readonly recalled: number;
  readonly exactLines: number;
  readonly findings: number;
  readonly falseAlarms: number;
}

export interface Figures {
  readonly mechanisms: Readonly<Record<string, MechanismFigures>>;
  readonly broken: MechanismFigures;
  readonly silent: MechanismFigures;
  readonly disturbed: readonly string[];
}

interface Threshold {
  readonly says: string;
  isBelow(figures: Figures): boolean;
}

/** With less evidence more is missed. Nothing more may be said. */
export function thresholdsFor(evidence: string): readonly Threshold[] {
  return evidence === 'full' ? [...FOUND, ...NOT_INVENTED] : NOT_INVENTED;
}

const FOUND: readonly Threshold[] = [
  {
    says: `fault recall is below ${RECALL_AT_LEAST}`,
    isBelow: ({ broken }) => share(broken.recalled, broken.faults) < RECALL_AT_LEAST,
  },
  {
    says: `the exact line is named for less than ${EXACT_LINES_AT_LEAST} of the faults`,
    isBelow: ({ broken }) => share(broken.exactLines, broken.faults) < EXACT_LINES_AT_LEAST,
  },
];

const NOT_INVENTED: readonly Threshold[] = [
  {
    says: `false alarms on programs that are right`,
    isBelow: ({ silent }) => silent.falseAlarms > SILENT_ALARMS_AT_MOST,
  },
  {
    says: `more than ${OTHER_ALARMS_AT_MOST} of the findings accuse a span that is right`,
    isBelow: ({ broken }) => broken.falseAlarms > broken.findings * OTHER_ALARMS_AT_MOST,
  },
  {
    says: 'programs behave differently under the doctor',
    isBelow: ({ disturbed }) => disturbed.length > 0,
  },
];

/** Of programs that do not run by themselves nothing is known. */
export function addUp(all: readonly Judged[]): Figures {
  const judged = all.filter(({ runsAlone }) => runsAlone);
  const names = [...new Set(judged.map(({ mechanism }) => mechanism))].sort();
  const of = (mechanism: string) => judged.filter((one) => one.mechanism === mechanism);
  return {
    mechanisms: Object.fromEntries(names.map((name) => [name, sum(of(name))])),
    broken: sum(judged.filter(({ mechanism }) => mechanism !== 'silent')),
    silent: sum(of('silent')),
    disturbed: judged.filter(({ disturbed }) => disturbed).map(({ program }) => program),
  };
}

function sum(judged: readonly Judged[]): MechanismFigures {
  const total = (count: (one: Judged) => number): number => judged.reduce((all, one) => all + count(one), 0);
  return {
    programs: judged.length,
    faults: total((one) => one.faults),
    recalled: total((one) => one.recalled),
    exactLines: total((one) => one.exactLines),
    findings: total((one) => one.findings),
    falseAlarms: total((one) => one.falseAlarms),
  };
}

/** Nothing of nothing is all of it. */
function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

export function renderFigures({ mechanisms, broken, silent, disturbed }: Figures): string {
  const rows = Object.entries(mechanisms).filter(([name]) => name !== 'silent');
  return [
    row('mechanism', 'programs', 'faults', 'recall', 'exact line', 'findings', 'false'),
    ...rows.map(([name, figures]) => figuresRow(name, figures)),
    figuresRow('all', broken),
    '',
    `programs that are right: ${silent.programs}, errors and warnings on them: ${silent.falseAlarms}`,
    `programs that behave differently under the doctor: ${disturbed.length}`,
  ].join('\n');
}

function figuresRow(name: string, of: MechanismFigures): string {
  const { programs, faults, recalled, exactLines, findings, falseAlarms } = of;
  return row(name, programs, faults, percent(recalled, faults), percent(exactLines, faults), findings, falseAlarms);
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return name.padEnd(16) + cells.map((cell) => String(cell).padStart(12)).join('');
}

function percent(part: number, whole: number): string {
  return `${Math.round(share(part, whole) * 100)} %`;
}
