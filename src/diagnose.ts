import { type Boundary, type Evidence, hasWitnesses } from './evidence/evidence.js';
import { startPlace } from './evidence/start-place.js';
import { unpatchedCarriers } from './evidence/unpatched-carriers.js';
import { type Confidence, SEVERITY_RANK, type Severity } from './finding.js';
import type { Place } from './model/code-map.js';
import type { Fault, OptionValues, Rule, SetupFault } from './rules/define-rule.js';

/** Faults with the same cause: one finding of the report. */
export interface FaultGroup {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The first that happened, which the finding is told by. */
  readonly first: Fault | SetupFault;
  /** All of them, what merely follows from the first included, in the order of their starts. */
  readonly faults: readonly Fault[];
  /** Exact, where `faults` holds only what was recorded, and what was not dropped from the recording to make room. */
  readonly occurrences: number;
  readonly boundary: Place | null;
  /** What faults are grouped by. */
  readonly key: string;
  /** The key of the group that this one follows from. */
  readonly cause?: string;
}

export interface Skipped {
  readonly rule: string;
  readonly reason: string;
}

export interface Diagnosis {
  /** As `inOrder` has it. */
  readonly groups: readonly FaultGroup[];
  /** Rules that were not asked, or that some evidence was missing for. */
  readonly skipped: readonly Skipped[];
}

export interface DiagnoseOptions {
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** Rules' options that were set, by rule. */
  readonly ruleOptions?: ReadonlyMap<string, OptionValues>;
  /** Faults that were dropped from the recording, by the key of their group. */
  readonly dropped?: Readonly<Record<string, number>>;
}

interface Judged<F> {
  readonly rule: Rule;
  readonly fault: F;
}

/** What the rules find in a run. Pure: the same evidence gives the same diagnosis. */
export function diagnose(rules: readonly Rule[], evidence: Evidence, options: DiagnoseOptions): Diagnosis {
  const skipped: Skipped[] = [];
  const judged: Judged<Fault>[] = [];
  const setup: Judged<SetupFault>[] = [];
  const areRecords = readFromRecords(evidence);
  for (const rule of rules) {
    if (rule.onlyFinished && !areRecords) continue;
    const judge = (areRecords && rule.judgeFinished) || rule.judge;
    const reason = reasonToSkip(rule, evidence, options);
    for (const fault of reason === null ? judge(evidence, options.ruleOptions?.get(rule.id)) : []) {
      if (fault.span === null) setup.push({ rule, fault });
      else if (!followsFromLateSetup(fault, evidence)) judged.push({ rule, fault });
    }
    const missed = reason ?? rule.missedAt?.[evidence.level];
    if (missed !== undefined) skipped.push({ rule: rule.id, reason: missed });
  }
  const causes = groupedBySetup(setup, evidence, options);
  const groups = grouped(judged, evidence, options).map((group) => {
    const cause = causeOf(group, causes, evidence);
    return cause ? { ...group, cause: cause.key } : group;
  });
  return { groups: inOrder([...groups, ...causes]), skipped };
}

/** What was lost on the way of a module that its instrumentation never got is no fault of its own. */
function causeOf(
  { first, boundary }: FaultGroup,
  setup: readonly FaultGroup[],
  evidence: Evidence,
): FaultGroup | undefined {
  const carriers = first.span === null ? [] : unpatchedCarriers(first, boundary, evidence);
  return setup.find((cause) => cause.first.span === null && cause.first.modules?.some((one) => carriers.includes(one)));
}

/** Of spans that came from elsewhere there are only records; a program that hands its own over knows their order, too. */
function readFromRecords({ level, model }: Evidence): boolean {
  return level === 'none' && (model.elsewhere !== undefined || model.spans[0]?.finished !== undefined);
}

/** What comes of spans that were started too early to be anything is the late set-up's fault. */
function followsFromLateSetup({ span, expectedParent }: Fault, { early }: Evidence): boolean {
  return early.has(span) || [expectedParent, span.parent].some((other) => other !== null && early.has(other));
}

const ONLY_IN_RUNS = 'needs witnesses, which only a Node program under the recorder has';
const SWITCHED_OFF = 'needs witnesses, and evidence was off';

function reasonToSkip(rule: Rule, evidence: Evidence, { severities }: DiagnoseOptions): string | null {
  if (severities.get(rule.id) === 'off') return 'switched off';
  if (!rule.needsWitnesses || hasWitnesses(evidence)) return null;
  if (rule.judgeFinished && readFromRecords(evidence)) return null;
  return evidence.level === 'off' ? SWITCHED_OFF : ONLY_IN_RUNS;
}

/** First by incident, so that what follows from a fault is listed with it; then by rule, mechanism and places. */
function grouped(judged: readonly Judged<Fault>[], evidence: Evidence, options: DiagnoseOptions): FaultGroup[] {
  const incidents = new Map<string, Judged<Fault>[]>();
  for (const one of judged.toSorted((a, b) => a.fault.span.index - b.fault.span.index)) {
    const incident = incidents.get(one.fault.incident);
    if (incident) incident.push(one);
    else incidents.set(one.fault.incident, [one]);
  }
  const groups = new Map<string, { key: string; first: Judged<Fault>; boundary: Place | null; faults: Fault[] }>();
  const place = placeFinder(evidence);
  for (const incident of incidents.values()) {
    const first = incident[0];
    if (!first) continue;
    const boundary = place(first.fault.boundary);
    const start = place(startPlace(first.fault.span));
    const key = [
      first.rule.id,
      first.fault.mechanism,
      placeKey(boundary),
      start ? placeKey(start) : first.fault.span.scope,
      first.fault.alike ?? '',
    ].join('\n');
    const group = groups.get(key) ?? { key, first, boundary, faults: [] };
    groups.set(key, group);
    for (const { fault } of incident) group.faults.push(fault);
  }
  return [...groups.values()].map(({ key, first, boundary, faults }) => {
    const told = firstOfWorst(faults) ?? first.fault;
    const severity = configured(first.rule, options) ?? told.severity;
    const occurrences = faults.length + (options.dropped?.[key] ?? 0);
    return { rule: first.rule, severity, confidence: told.confidence, first: told, faults, boundary, key, occurrences };
  });
}

/** The threads and processes of a program share one set-up, so the same place is the same fault. */
function groupedBySetup(
  judged: readonly Judged<SetupFault>[],
  evidence: Evidence,
  options: DiagnoseOptions,
): FaultGroup[] {
  const groups = new Map<string, FaultGroup>();
  const place = placeFinder(evidence);
  for (const { rule, fault } of judged) {
    const boundary = place(fault.boundary);
    const key = [rule.id, fault.mechanism, boundary ? placeKey(boundary) : fault.subject].join('\n');
    const before = groups.get(key);
    const { severity, confidence, occurrences } = fault;
    const faults = fault.spans.map((spans) => ({ ...fault, ...spans, incident: key }));
    groups.set(key, {
      rule,
      severity: configured(rule, options) ?? severity,
      confidence,
      first: fault,
      boundary,
      key,
      ...before,
      faults: [...(before?.faults ?? []), ...faults],
      occurrences: (before?.occurrences ?? 0) + occurrences,
    });
  }
  return [...groups.values()];
}

/** A place is asked for once per span, and there are far fewer places than spans. */
function placeFinder({ code }: Evidence): (boundary: Boundary | null) => Place | null {
  const known = new Map<string, Place | null>();
  return (boundary) => {
    if (!boundary) return null;
    const key = 'site' in boundary ? boundary.site : boundary.frame.join(':');
    let place = known.get(key);
    if (place === undefined) {
      place = 'site' in boundary ? code.placeOfSite(boundary.site) : code.placeOfFrame(boundary.frame);
      known.set(key, place);
    }
    return place;
  };
}

function placeKey(place: Place | null): string {
  return place ? `${place.file}:${place.line}:${place.column}` : '';
}

/** The severity that was set for a rule. */
export function configured(rule: Rule, { severities }: Pick<DiagnoseOptions, 'severities'>): Severity | null {
  const severity = severities.get(rule.id);
  return severity === undefined || severity === 'off' ? null : severity;
}

export function firstOfWorst(faults: readonly Fault[]): Fault | undefined {
  const worst = Math.min(...new Set(faults.map(({ severity }) => SEVERITY_RANK[severity])));
  return faults.find(({ severity }) => SEVERITY_RANK[severity] === worst);
}

/** Worst first; but a cause stands before the first that follows from it, however much worse that is. */
export function inOrder(groups: readonly FaultGroup[]): FaultGroup[] {
  const sorted = groups.toSorted(worstFirst);
  for (const cause of groups.toSorted(worstFirst)) {
    const at = sorted.indexOf(cause);
    const first = sorted.findIndex((one) => one.cause === cause.key);
    if (first !== -1 && first < at) sorted.splice(first, 0, ...sorted.splice(at, 1));
  }
  return sorted;
}

/** Severity, then what happened most often, then what happened first. */
export function worstFirst(a: FaultGroup, b: FaultGroup): number {
  return (
    SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity] ||
    b.occurrences - a.occurrences ||
    firstSpan(a) - firstSpan(b) ||
    a.rule.id.localeCompare(b.rule.id)
  );
}

/** Of the set-up, which comes before all spans: none. */
function firstSpan({ first }: FaultGroup): number {
  return first.span?.index ?? -1;
}
