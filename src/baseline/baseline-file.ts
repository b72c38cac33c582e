import { readFileSync, writeFileSync } from 'node:fs';
import { reasonOf, UserError } from '../errors.js';
import type { Baseline, KnownFinding } from './baseline.js';

/** Of the file. Fingerprints that are made otherwise are another version. */
const VERSION = 1;

/** `null` where there is no such file. */
export function readBaseline(file: string): Baseline | null {
  const value = contentOf(file);
  if (value === null) return null;
  const { baselineVersion: version, program, findings } = asObject(value);
  if (typeof version === 'number' && version !== VERSION)
    throw new UserError(
      `${file} is a baseline of version ${version}, and this version of the doctor reads version ${VERSION}.`,
      'Use the version that wrote it, or delete it and write it anew with --update-baseline.',
    );
  if (version !== VERSION || typeof program !== 'string' || !Array.isArray(findings) || !findings.every(isKnown))
    throw new UserError(
      `${file} is no baseline of otel-ctx-doctor.`,
      'Give another file. If it was one once, delete it and write it anew with --update-baseline.',
    );
  return { program, findings };
}

export function writeBaseline(file: string, { program, findings }: Baseline): void {
  const text = JSON.stringify({ baselineVersion: VERSION, program, findings }, null, 2);
  try {
    writeFileSync(file, `${text}\n`);
  } catch (error) {
    throw new UserError(
      `The baseline cannot be written to ${file} (${codeOf(error)}).`,
      'Check the path and its permissions.',
    );
  }
}

function contentOf(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new UserError(
      `The baseline ${file} cannot be read (${codeOf(error)}).`,
      'Check the path and its permissions.',
    );
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) ?? {};
  } catch (error) {
    const conflict = /^<{7} /m.test(text);
    throw new UserError(
      `The baseline ${file} is no JSON${conflict ? ': it has conflicts of a merge in it' : ''}.`,
      conflict ? 'Keep the findings of both sides.' : reasonOf(error),
    );
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isKnown(value: unknown): value is KnownFinding {
  const { fingerprint, rule, file, function: name, source } = asObject(value);
  const isTextOrNull = (one: unknown): boolean => one === null || typeof one === 'string';
  return [fingerprint, rule, source].every((one) => typeof one === 'string') && [file, name].every(isTextOrNull);
}
