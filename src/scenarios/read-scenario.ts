import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Scenario } from './catalogue.js';

/** What a folder's `scenario.json` says. One that is not as it should be is a bug of ours. */
export function readScenario(folder: string): Scenario {
  const file = join(folder, 'scenario.json');
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isDescription(read)) throw new Error(`${file} does not describe a scenario`);
  if (read.slug !== basename(folder)) throw new Error(`${file} has the slug of another folder`);
  return { ...read, needs: read.needs ?? [], folder };
}

type Description = Omit<Scenario, 'folder' | 'needs'> & Partial<Pick<Scenario, 'needs'>>;

function isDescription(value: unknown): value is Description {
  if (typeof value !== 'object' || value === null) return false;
  const { slug, title, rule, mechanism, boundary, severity, needs = [] } = value as Record<string, unknown>;
  const expected = [rule, mechanism, boundary, severity];
  return (
    isText(slug) &&
    isText(title) &&
    (expected.every(isText) || expected.every((one) => one === null)) &&
    Array.isArray(needs) &&
    needs.every(isText)
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
