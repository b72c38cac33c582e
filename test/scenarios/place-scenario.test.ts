import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenarios/catalogue.js';
import { placeScenario } from '../../src/scenarios/place-scenario.js';

let root: string;
let home: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-place-')));
  home = join(root, 'home');
  mkdirSync(home);
});

afterEach(() => rmSync(root, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function install(folder: string, name: string): void {
  put(join(folder, 'node_modules', name, 'package.json'), '{ "version": "3.0.0" }');
}

/** A scenario of a package that is installed in this folder. */
function scenarioIn(folder: string): Scenario {
  const own = join(folder, 'node_modules', 'doctor', 'scenarios', 'pool');
  put(join(own, 'broken.ts'), "import 'pool';");
  put(join(own, 'lib', 'helper.ts'), 'export {};');
  return {
    slug: 'pool',
    title: 'A pool',
    rule: null,
    mechanism: null,
    boundary: null,
    severity: null,
    needs: ['pool@3', '@scope/api'],
    folder: own,
  };
}

it('stays where it is, if its packages are there', () => {
  const scenario = scenarioIn(home);
  install(home, 'pool');
  install(home, '@scope/api');
  expect(placeScenario(scenario, home)).toEqual({ scenario });
  expect(placeScenario(scenario, root)).toEqual({ scenario });
});

it('stays where it is, if it needs none', () => {
  const scenario = { ...scenarioIn(home), needs: [] };
  expect(placeScenario(scenario, root)).toEqual({ scenario });
});

it('says what is missing, if it is installed where the user is', () => {
  const scenario = scenarioIn(home);
  install(home, '@scope/api');
  expect(placeScenario(scenario, home)).toEqual({ missing: ['pool@3'] });
});

it('counts what comes with us only where that can be imported', () => {
  const cache = join(root, 'cache');
  const scenario = scenarioIn(cache);
  install(cache, '@scope/api');
  expect(placeScenario(scenario, home)).toEqual({ missing: ['pool@3', '@scope/api'] });
});

it('is copied to where its packages are, as ES modules, and anew each time', () => {
  const scenario = scenarioIn(join(root, 'cache'));
  install(home, 'pool');
  install(home, '@scope/api');
  const folder = join(home, 'node_modules/.cache/otel-ctx-doctor/scenarios/pool');
  expect(placeScenario(scenario, home)).toEqual({ scenario: { ...scenario, folder } });
  writeFileSync(join(folder, 'broken.ts'), 'edited');
  placeScenario(scenario, home);
  expect(readFileSync(join(folder, 'broken.ts'), 'utf8')).toBe("import 'pool';");
  expect(readFileSync(join(folder, 'lib/helper.ts'), 'utf8')).toBe('export {};');
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toEqual({ type: 'module' });
});

it('tells the user where it cannot be copied', () => {
  const scenario = scenarioIn(join(root, 'cache'));
  install(home, 'pool');
  install(home, '@scope/api');
  writeFileSync(join(home, 'node_modules', '.cache'), 'a file');
  expect(() => placeScenario(scenario, home)).toThrow('cannot be copied');
});
