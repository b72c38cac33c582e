import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OUR_CONFIG_SCHEMA } from '../../src/cli/our-config-schema.js';

it('docs/configuration.md names each key of the config', () => {
  const docs = readFileSync('docs/configuration.md', 'utf8');
  const { $schema, ...properties } = OUR_CONFIG_SCHEMA.properties ?? {};
  const keys = [...Object.keys(properties), ...Object.keys(properties['run']?.properties ?? {})];
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => !docs.includes(`\`${key}\``))).toEqual([]);
  expect($schema).toBeDefined();
});
