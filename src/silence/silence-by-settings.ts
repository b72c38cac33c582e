import { configured, type Diagnosis, type FaultGroup, firstOfWorst, inOrder } from '../diagnose.js';
import { startPlace } from '../evidence/start-place.js';
import type { Severity } from '../finding.js';
import type { CodeMap, Place } from '../model/code-map.js';
import type { Span } from '../model/types.js';
import type { Fault } from '../rules/define-rule.js';
import { fileMatcher } from './file-matcher.js';
import { nameMatcher } from './name-matcher.js';
import type { IgnoreSetting, SettingSilencer, SilenceSettings, UnusedSetting } from './silence-settings.js';

export interface SettledDiagnosis {
  /** Of a group that a setting is right about in part there are two now. */
  readonly diagnosis: Diagnosis;
  readonly silenced: ReadonlyMap<FaultGroup, SettingSilencer>;
  readonly unused: readonly UnusedSetting[];
}

export interface SettingsContext {
  readonly spans: readonly Span[];
  /** Nothing was taken out of the recording. */
  readonly isWhole: boolean;
  readonly code: CodeMap;
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
}

/** A fault of a group, or `null` for the set-up, of which no span is at fault. */
type Matches = (group: FaultGroup, fault: Fault | null) => boolean;

interface Entry extends SettingSilencer {
  readonly matches: Matches;
}

/** Takes out of a diagnosis what the config says is right. */
export function silenceBySettings(
  diagnosis: Diagnosis,
  settings: SilenceSettings | undefined,
  context: SettingsContext,
): SettledDiagnosis {
  if (!settings) return { diagnosis, silenced: new Map(), unused: [] };
  const entries = [...ignored(settings, context.code), ...expected(settings)];
  const silenced = new Map<FaultGroup, SettingSilencer>();
  const used = new Set<string>();
  const groups = diagnosis.groups.flatMap((group) => {
    const parts = partsOf(group, entries, context);
    for (const { part, entry } of parts) if (entry) silenced.set(part, entry);
    for (const { entry } of parts) if (entry) used.add(entry.key);
    return parts.map(({ part }) => part);
  });
  return {
    diagnosis: { ...diagnosis, groups: inOrder(groups) },
    silenced,
    unused: [...unusedIgnores(settings, used, diagnosis, context), ...unseenRoots(settings, context)],
  };
}

function ignored({ file, folder, ignore }: SilenceSettings, code: CodeMap): Entry[] {
  return ignore.map((setting, index) => ({
    key: `ignore[${index}]`,
    file,
    reason: setting.reason,
    matches: ignoreMatcher(setting, folder, code),
  }));
}

function ignoreMatcher({ rules, spans, scopes, files }: IgnoreSetting, folder: string, code: CodeMap): Matches {
  const isSpan = nameMatcher(spans ?? ['*']);
  const isScope = nameMatcher(scopes ?? ['*']);
  const isFile = files && fileMatcher(files, folder);
  return (group, fault) => {
    if (rules && !rules.includes(group.rule.id)) return false;
    if (spans && !(fault && isSpan(fault.span.name))) return false;
    if (scopes && !(fault?.span.scope && isScope(fault.span.scope))) return false;
    return !isFile || placesOf(group.boundary, fault, code).some(({ file }) => isFile(file));
  };
}

function placesOf(boundary: Place | null, fault: Fault | null, code: CodeMap): Place[] {
  const start = fault && startPlace(fault.span);
  const startedAt = start && ('site' in start ? code.placeOfSite(start.site) : code.placeOfFrame(start.frame));
  return [boundary, startedAt].filter((place) => place !== null);
}

function expected({ file, expectRoots }: SilenceSettings): Entry[] {
  return expectRoots.map(({ name, reason }, index) => {
    const isExpected = nameMatcher([name]);
    const matches: Matches = (_, fault) => fault !== null && saysWantsParent(fault) && isExpected(fault.span.name);
    return { key: `expectRoots[${index}]`, file, reason, matches };
  });
}

/** What is wrong with it is that it is a root, and not that it was never ended, say. */
function saysWantsParent({ span, expectedParent, contexts }: Fault): boolean {
  return span.parentId === null && (expectedParent ?? contexts?.[0] ?? null) !== null;
}

interface Part {
  readonly part: FaultGroup;
  /** `null`: nothing silences it. */
  readonly entry: Entry | null;
}

function partsOf(group: FaultGroup, entries: readonly Entry[], { severities }: SettingsContext): Part[] {
  if (group.first.span === null) {
    return [{ part: group, entry: entries.find(({ matches }) => matches(group, null)) ?? null }];
  }
  const byEntry = new Map<Entry | null, Fault[]>();
  for (const fault of group.faults) {
    const entry = entries.find(({ matches }) => matches(group, fault)) ?? null;
    const before = byEntry.get(entry);
    if (before) before.push(fault);
    else byEntry.set(entry, [fault]);
  }
  if (byEntry.size < 2) return [...byEntry.keys()].map((entry) => ({ part: group, entry }));
  // Nobody knows the names of those that went: they count with what is told.
  const gone = group.occurrences - group.faults.length;
  const withGone = byEntry.has(null) ? null : [...byEntry.keys()][0];
  return [...byEntry].map(([entry, faults]) => {
    const told = firstOfWorst(faults) ?? group.first;
    const part = {
      ...group,
      severity: configured(group.rule, { severities }) ?? told.severity,
      confidence: told.confidence,
      first: told,
      faults,
      occurrences: faults.length + (entry === withGone ? gone : 0),
    };
    return { part, entry };
  });
}

function unusedIgnores(
  { file, ignore }: SilenceSettings,
  used: ReadonlySet<string>,
  { skipped }: Diagnosis,
  { severities }: SettingsContext,
): UnusedSetting[] {
  // A rule that did not judge all there was might have had something to say there.
  const unsure = skipped.map(({ rule }) => rule);
  const judgedLess = unsure.some((rule) => severities.get(rule) !== 'off');
  return ignore.flatMap(({ rules }, index) => {
    const key = `ignore[${index}]`;
    const isUnsure = rules ? rules.some((rule) => unsure.includes(rule)) : judgedLess;
    return used.has(key) || isUnsure ? [] : [{ key, file, message: 'silenced nothing in this run' }];
  });
}

/** An expected root that nobody objects to is as it should be: only one that never came is worth a word. */
function unseenRoots({ file, expectRoots }: SilenceSettings, { spans, isWhole }: SettingsContext): UnusedSetting[] {
  if (!isWhole || expectRoots.length === 0) return [];
  const roots = new Set(spans.flatMap(({ parentId, name }) => (parentId === null ? [name] : [])));
  return expectRoots.flatMap(({ name }, index) => {
    const isExpected = nameMatcher([name]);
    if ([...roots].some(isExpected)) return [];
    return [{ key: `expectRoots[${index}]`, file, message: `no root span "${name}" was recorded` }];
  });
}
