import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addRunOptions } from '../../src/cli/commands/run-options.js';
import { OUR_CONFIG_SCHEMA } from '../../src/cli/our-config-schema.js';

/** Options that say what to do this once; those belong to the command line. */
const ONCE = ['config', 'open', 'updateBaseline', 'updateShape'];
/** Where the config calls an option otherwise. */
const CONFIG_NAMES: Readonly<Record<string, string>> = { nodeArg: 'nodeArgs', rule: 'rules' };

describe('the config', () => {
  const top = Object.keys(OUR_CONFIG_SCHEMA.properties ?? {});
  const run = Object.keys(OUR_CONFIG_SCHEMA.properties?.['run']?.properties ?? {});

  it('has a key for each option of run, or it is said here why not', () => {
    const options = addRunOptions(new Command()).options.map((option) => option.attributeName());
    const without = options.filter(
      (name) => !ONCE.includes(name) && ![...top, ...run].includes(CONFIG_NAMES[name] ?? name),
    );
    expect(without).toEqual([]);
  });

  it('describes each of its keys, for editors', () => {
    const properties = Object.entries(OUR_CONFIG_SCHEMA.properties ?? {});
    expect(properties.flatMap(([key, { description }]) => (description || key === '$schema' ? [] : [key]))).toEqual([]);
  });
});
