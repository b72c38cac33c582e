import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listScenarios, programsOf } from '../../src/scenarios/catalogue.js';

/** In this order, each at the beginning of a paragraph, after one that says what happens. */
const PARTS = ['In a backend', 'The fix', 'In asyncio', 'Teaches'];

const scenarios = listScenarios();

it('every folder of scenarios/ is a scenario', () => {
  expect(scenarios.map(({ slug }) => slug)).toEqual(readdirSync('scenarios').sort());
});

describe.each(scenarios)('$slug', (scenario) => {
  const { slug, rule, boundary, needs, folder } = scenario;
  const programs = [...new Set([...programsOf(scenario, 'broken'), ...programsOf(scenario, 'fixed')])];

  it('has a text with all its parts', () => {
    const [heading, what = '', ...parts] = readFileSync(join(folder, 'README.md'), 'utf8').trim().split('\n\n');
    expect(heading).toBe(`# ${slug}`);
    expect(what).toMatch(/^[^*#]{40}/);
    const named = parts.flatMap((text) => /^\*\*(.*)\.\*\* ./.exec(text)?.[1] ?? []);
    expect(named).toEqual(PARTS);
  });

  it(rule === null ? 'is one program, which is right' : 'is a broken program, and the same put right', () => {
    const names = rule === null ? ['program.ts'] : ['broken.ts', 'fixed.ts'];
    expect(names.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
    expect(slug.startsWith('control-')).toBe(rule === null);
  });

  it('has its boundary on one line of the broken program or beside it', () => {
    const lines = textsOf(folder).flatMap((text) => text.split('\n').filter((line) => line.trim() === boundary));
    if (boundary !== null) expect(lines.length).toBeGreaterThan(0);
  });

  it('names what its programs import, if anything of it does not come with us', () => {
    const imported = new Set(textsOf(folder).flatMap(packagesOf));
    const named = needs.map((need) => need.replace(/(?<=.)@.*/, ''));
    const strange = [...imported].filter((name) => !OURS.has(name));
    if (strange.length > 0 || needs.length > 0) expect([...named].sort()).toEqual([...imported].sort());
  });

  it('says at its head what the program is', () => {
    for (const program of programs) expect(readFileSync(program, 'utf8')).toMatch(/^\/\*\* [A-Z].*\.( \*\/)?\n/);
  });
});

/** Who has the doctor has these: the API is a peer of it, the others are its dependencies. */
const OURS = new Set(['@opentelemetry/api', '@opentelemetry/context-async-hooks', '@opentelemetry/sdk-trace-base']);

function textsOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.m?ts$|\.mjs$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

const FROM = /\bfrom '((?:@[^/']+\/)?[^./'][^/':]*)(?:\/[^']*)?'/g;

function packagesOf(text: string): string[] {
  return [...text.matchAll(FROM)].flatMap(([, name = '']) => (name.startsWith('node:') ? [] : [name]));
}
