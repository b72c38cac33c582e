import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenarios/read-scenario.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-read-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const FAULT = {
  slug: 'pool',
  title: 'A pool',
  rule: 'orphan-span',
  mechanism: 'callback',
  boundary: 'pool.acquire(() => {',
  severity: 'error',
};
const CONTROL = { slug: 'pool', title: 'A pool', rule: null, mechanism: null, boundary: null, severity: null };

function read(description: unknown): unknown {
  const folder = join(root, 'pool');
  mkdirSync(folder);
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify(description));
  return readScenario(folder);
}

describe('a scenario.json', () => {
  it.each([
    ['a fault', FAULT, []],
    ['a control', CONTROL, []],
    ['one with packages', { ...FAULT, needs: ['pool@3'] }, ['pool@3']],
  ])('is read: %s', (_, description, needs) => {
    expect(read(description)).toEqual({ ...description, needs, folder: join(root, 'pool') });
  });

  it.each([
    ['nothing', null],
    ['without a title', { ...FAULT, title: '' }],
    ['half a control', { ...FAULT, boundary: null }],
    ['with a rule that is no text', { ...FAULT, rule: 1 }],
    ['with needs that are no list', { ...FAULT, needs: 'pool@3' }],
    ['with a need that is no text', { ...FAULT, needs: ['pool@3', null] }],
    ['of another folder', { ...FAULT, slug: 'pond' }],
  ])('is refused: %s', (_, description) => {
    expect(() => read(description)).toThrow('scenario.json');
  });
});
