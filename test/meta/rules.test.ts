import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/rules/index.js';

/** Rules that no scenario shows, and why. */
const WITHOUT_SCENARIO: Readonly<Record<string, string>> = {};

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
    expect(Object.keys(WITHOUT_SCENARIO).filter((id) => shown.has(id) || !ids.includes(id))).toEqual([]);
  });
});

describe.each(RULES)('$id', ({ id, title, why }) => {
  it('is a lower-case id with hyphens', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('has a source file and a test file of its name', () => {
    expect(readFileSync(`src/rules/${id}.ts`, 'utf8')).toContain(`id: '${id}'`);
    expect(existsSync(`test/rules/${id}.test.ts`)).toBe(true);
  });

  it('is shown by a scenario, or says why not', () => {
    expect(shown.has(id) || WITHOUT_SCENARIO[id]).toBeTruthy();
  });

  it('says what it is in a line, and why it matters in sentences', () => {
    expect(title).toMatch(/^a .*[^.]$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
  });
});
