import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unmetNeeds } from '../../src/scenarios/unmet-needs.js';

const root = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-needs-'));
const below = join(root, 'packages', 'app');

function install(folder: string, name: string, version: string): void {
  const target = join(folder, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name, version }));
}

beforeAll(() => {
  install(root, 'pool', '3.2.1');
  install(root, '@scope/api', '1.9.1');
  install(root, 'next', '2.0.0-rc.1');
  install(root, 'old-api', '1.4.1');
  install(below, '@scope/api', '1.4.0');
});

afterAll(() => rmSync(root, { recursive: true }));

it.each<[need: string, from: string, met: boolean]>([
  ['pool', root, true],
  ['pool@3', root, true],
  ['pool@^3.2', below, true],
  ['pool@4', root, false],
  ['pools', root, false],
  ['@scope/api', root, true],
  ['@scope/api@1.9', root, true],
  ['@scope/api@1.9', below, false],
  ['@scope/other@1', root, false],
  ['old-api@npm:@scope/api@1.4', below, true],
  ['old-api@npm:@scope/api@1.5', below, false],
  ['old-api@npm:@scope/api', below, true],
  ['next@^2.0.0-0', root, true],
])('%s from %s: %s', (need, from, met) => {
  expect(unmetNeeds([need], from)).toEqual(met ? [] : [need]);
});
