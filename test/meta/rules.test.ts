import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/rules/index.js';

/** Rules that no scenario can show (only finished traces have what they are about), with the fixture that does. */
const SHOWN_BY_FIXTURE: Readonly<Record<string, string>> = {
  'bad-timing': 'fixtures/files/bad-timing.console.txt',
  'broken-link': 'fixtures/files/broken-link.jaeger.json',
  'client-root': 'fixtures/files/client-root.jaeger.json',
  'duplicate-span-id': 'fixtures/files/duplicate-span-id.zipkin.json',
  'kind-mismatch': 'fixtures/files/kind-mismatch.otlp.json',
  'parent-cycle': 'fixtures/files/parent-cycle.otlp.jsonl',
  'several-roots': 'fixtures/files/several-roots.tempo.json',
};

const ids = RULES.map((rule) => rule.id);

const shown = new Set(
  readdirSync('scenarios')
    .map((slug) => join('scenarios', slug, 'scenario.json'))
    .filter((file) => existsSync(file))
    .map((file) => (JSON.parse(readFileSync(file, 'utf8')) as { rule: string | null }).rule),
);

describe('the rules', () => {
  it('are sorted, and no id is there twice', () => {
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('are all that were defined', () => {
    const defined = readdirSync('src/rules').filter((name) =>
      /= defineRule(?:<\w+>)?\(/.test(readFileSync(join('src/rules', name), 'utf8')),
    );
    expect(defined.sort()).toEqual(ids.map((id) => `${id}.ts`));
  });

  it('are the only ones that scenarios name', () => {
    expect([...shown].filter((rule) => rule !== null && !ids.includes(rule))).toEqual([]);
  });

  it('are exempt from nothing that they have', () => {
    expect(Object.keys(SHOWN_BY_FIXTURE).filter((id) => shown.has(id) || !ids.includes(id))).toEqual([]);
  });
});

describe.each(RULES)('$id', ({ id, title, why }) => {
  it('is a lower-case id with hyphens', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('has a source file of its name', () => {
    expect(readFileSync(`src/rules/${id}.ts`, 'utf8')).toContain(`id: '${id}'`);
  });

  it('has a test file of its name: tables, of near-misses first', () => {
    const test = readFileSync(`test/rules/${id}.test.ts`, 'utf8');
    const tables = [...test.matchAll(/^describe\('(.*)', \(\) => \{\n(?:.*\n)*? {2}(?:it|describe)\.each/gm)].map(
      ([, name]) => name,
    );
    expect(tables.slice(0, 2)).toEqual([`${id} is silent about`, `${id} reports`]);
  });

  it('is shown by a scenario, or by a fixture', () => {
    expect(shown.has(id) || existsSync(SHOWN_BY_FIXTURE[id] ?? '')).toBe(true);
  });

  it('has a page', () => {
    expect(readFileSync(`docs/rules/${id}.md`, 'utf8')).toContain(why);
  });

  it('says what it is in a line, and why it matters in sentences', () => {
    expect(title).toMatch(/^a .*[^.]$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
  });
});
