import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Finding } from '../../src/finding.js';
import type { DoctorRun } from './doctor-run.js';
import { CORPUS, type Fault, type Program } from './programs.js';
import { type Ended, isOk } from './run-node.js';

/** What the doctor said about one program, measured by what is true. */
export interface Judged {
  readonly program: string;
  /** `silent` for a program that is right. */
  readonly mechanism: string;
  readonly faults: number;
  /** Faults whose span got a finding with the right expected parent. */
  readonly recalled: number;
  /** Those of them whose finding names the exact line. */
  readonly exactLines: number;
  /** Errors and warnings. */
  readonly findings: number;
  /** Those of them that accuse a span which is right. */
  readonly falseAlarms: number;
  /** The program printed something else, or ended otherwise, under the doctor. */
  readonly disturbed: boolean;
  /** Without the doctor. On another Node than the libraries were built for, some do not. */
  readonly runsAlone: boolean;
  readonly remarks: readonly string[];
}

type Accused = Finding['spans'][number];

/** One accused span of one finding; each can answer for one fault. */
interface Accusation {
  readonly finding: Finding;
  readonly span: Accused;
}

export function judge(program: Program, bare: Ended, ran: DoctorRun, evidence = 'full'): Judged {
  const findings = (ran.report?.findings ?? []).filter(({ severity }) => severity !== 'info');
  const accusations = findings.flatMap((finding) => finding.spans.map((span) => ({ finding, span })));
  const answers = program.faults.map((fault) => ({ fault, answer: takeAnswer(program, fault, accusations) }));
  const recalled = answers.flatMap(({ fault, answer }) => (answer === undefined ? [] : [{ fault, answer }]));
  const inexact = recalled.filter(({ fault, answer }) => !isExact(program, fault, answer.finding));
  const falseAlarms = findings.filter((finding) => isFalseAlarm(program, finding, evidence));
  const disturbances = differences(bare, ran);
  return {
    program: program.id,
    mechanism: program.mechanism ?? 'silent',
    faults: program.faults.length,
    recalled: recalled.length,
    exactLines: recalled.length - inexact.length,
    findings: findings.length,
    falseAlarms: falseAlarms.length,
    disturbed: disturbances.length > 0,
    runsAlone: isOk(bare),
    remarks: [
      ...disturbances,
      ...answers.filter(({ answer }) => answer === undefined).map(({ fault }) => missed(program, fault, findings)),
      ...inexact.map(({ fault, answer }) => wrongLine(program, fault, answer.finding)),
      ...falseAlarms.map((finding) => `FALSE ALARM ${said(finding)}`),
    ],
  };
}

/** Takes it out of the list: two faults of the same name need two accusations. */
function takeAnswer(program: Program, fault: Fault, accusations: Accusation[]): Accusation | undefined {
  const answers = ({ finding, span }: Accusation): boolean =>
    program.rules.includes(finding.rule) && span.name === fault.span && span.expectedParent === fault.expectedParent;
  const exact = accusations.findIndex((one) => answers(one) && isExact(program, fault, one.finding));
  const at = exact >= 0 ? exact : accusations.findIndex(answers);
  return at < 0 ? undefined : accusations.splice(at, 1)[0];
}

function isExact(program: Program, fault: Fault, { cause }: Finding): boolean {
  const at = cause?.boundary;
  if (!at || resolve(CORPUS, at.file) !== program.file) return false;
  return lineOf(program.source, at.line) === (fault.boundary ?? program.boundary);
}

/** A finding about a fault with the wrong words is a miss; this is one about what is right. */
function isFalseAlarm(program: Program, finding: Finding, evidence: string): boolean {
  if (program.also?.includes(finding.rule)) return false;
  // It is late, and with less evidence nobody knows why that is right.
  const mayBeLate = evidence !== 'full' && finding.rule === 'outlives-parent' ? (program.mayOutlive ?? []) : [];
  const faulty = new Set([...program.faults.map((fault) => fault.span), ...mayBeLate]);
  return finding.spans.length === 0 || finding.spans.some((span) => !faulty.has(span.name));
}

function differences(bare: Ended, ran: DoctorRun): string[] {
  const differing: string[] = [];
  if (ran.report === null) differing.push(`NO REPORT, the doctor ended with ${ran.code}: ${ran.stderr.slice(0, 500)}`);
  else if (ran.report.outcome.exitCode !== bare.code) {
    differing.push(`DISTURBED it ended with ${ran.report.outcome.exitCode}, alone with ${bare.code}`);
  }
  if (ran.stdout !== bare.stdout) differing.push(`DISTURBED it printed ${quoted(ran)}, alone ${quoted(bare)}`);
  return differing;
}

const quoted = ({ stdout }: Ended): string => JSON.stringify(stdout.slice(0, 200));

function missed(program: Program, fault: Fault, findings: readonly Finding[]): string {
  const about = findings.filter((finding) => finding.spans.some((span) => span.name === fault.span));
  const instead = about.length === 0 ? 'nothing' : about.map(said).join('; ');
  return `MISSED (${program.mechanism}) "${fault.span}" <- "${fault.expectedParent}", said: ${instead}`;
}

function wrongLine(program: Program, fault: Fault, { cause }: Finding): string {
  const wanted = fault.boundary ?? program.boundary ?? '';
  const line = program.source.split('\n').findIndex((text) => text.trim() === wanted) + 1;
  return `WRONG LINE for "${fault.span}", want ${line}: ${wanted}, said ${place(cause?.boundary ?? null)}`;
}

function said(finding: Finding): string {
  const spans = finding.spans.slice(0, 3).map((span) => `"${span.name}" <- "${span.expectedParent}"`);
  const mechanism = finding.cause?.mechanism ?? 'no cause';
  return `${finding.severity}[${finding.rule}] (${mechanism}) ${spans.join(', ')} at ${place(finding.cause?.boundary ?? null)}`;
}

function place(at: { readonly file: string; readonly line: number } | null): string {
  if (at === null) return 'no line';
  const file = resolve(CORPUS, at.file);
  return `${relative(CORPUS, file)}:${at.line}: ${lineOf(readFileSync(file, 'utf8'), at.line)}`;
}

const lineOf = (source: string, line: number): string => source.split('\n')[line - 1]?.trim() ?? '';
