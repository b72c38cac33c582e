import { relative, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type FoundConfig, readConfig } from '../config/read-config.js';
import { ruleSettingsOf } from '../config/rule-settings-of.js';
import { silenceSettingsOf } from '../config/silence-settings-of.js';
import { UserError } from '../errors.js';
import type { JudgeOptions } from './options.js';
import { OUR_CONFIG_SCHEMA } from './our-config-schema.js';
import type { RuleSettings } from './rule-settings.js';

/** What an option is called on the command line, and what the config says of it. */
interface Setting {
  readonly key: string;
  readonly option: string;
  readonly value: unknown;
}

/** The options of a command, and what the config says where the command line says nothing. */
export async function withConfig<Options extends JudgeOptions>(
  command: Command,
  use: 'judging' | 'running a file' | 'running a command',
): Promise<Options> {
  const given = command.opts<Options>();
  const found = await readConfig(given.config, process.cwd(), OUR_CONFIG_SCHEMA);
  if (found === null) return given;
  const settings = [...judging(found), ...(use === 'judging' ? [] : running(found, use === 'running a command'))];
  for (const setting of settings) set(setting, command, found);
  return { ...command.opts<Options>(), rule: ruleSettings(found, given.rule) };
}

function judging({ config, folder }: FoundConfig): Setting[] {
  const { failOn, minSpans, format, output, baseline, shape, quiet, color } = config;
  const outputs = Object.entries(output ?? {}).map(([to, file]) => ({ format: to, file: resolve(folder, file) }));
  return [
    { key: 'failOn', option: 'failOn', value: failOn },
    { key: 'minSpans', option: 'minSpans', value: minSpans },
    { key: 'format', option: 'format', value: format },
    { key: 'output', option: 'output', value: output && outputs },
    { key: 'baseline', option: 'baseline', value: fromHere(folder, baseline) },
    { key: 'shape', option: 'shape', value: fromHere(folder, shape) },
    { key: 'quiet', option: 'quiet', value: quiet },
    { key: 'color', option: 'color', value: color },
  ];
}

/** As people are told of it. */
function fromHere(folder: string, file: string | undefined): string | undefined {
  return file && relative(process.cwd(), resolve(folder, file));
}

/** Where the command line calls it otherwise. */
const OPTION_NAMES: Readonly<Record<string, string>> = { nodeArgs: 'nodeArg' };

function running({ config: { run = {} }, folder }: FoundConfig, isCommand: boolean): Setting[] {
  const keep = run.keep === undefined ? {} : { keep: resolve(folder, run.keep) };
  // A command has options of its own.
  const settings = { ...run, ...keep, ...(isCommand ? { nodeArgs: undefined } : {}) };
  return Object.entries(settings).map(([key, value]) => ({
    key: `run.${key}`,
    option: OPTION_NAMES[key] ?? key,
    value,
  }));
}

/** A port is a number in JSON, and the command line knows texts only: what it makes of a text holds here, too. */
const READ_AS_TEXT = ['ready'];

function set({ key, option, value }: Setting, command: Command, { shown }: FoundConfig): void {
  if (value === undefined || command.getOptionValueSource(option) === 'cli') return;
  const parse = command.options.find((one) => one.attributeName() === option)?.parseArg;
  try {
    const read = parse && READ_AS_TEXT.includes(option) ? parse(String(value), undefined) : value;
    command.setOptionValueWithSource(option, read, 'config');
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UserError(`${shown} is wrong:`, `${key}: ${error.message}`);
  }
}

/** The command line has the last word of each rule and option. */
function ruleSettings(found: FoundConfig, given: RuleSettings | undefined): RuleSettings {
  const config = ruleSettingsOf(found.config);
  const severities = new Map(config.severities);
  const ruleOptions = new Map(config.ruleOptions);
  for (const [id, severity] of given?.severities ?? []) severities.set(id, severity);
  for (const [id, options] of given?.ruleOptions ?? [])
    ruleOptions.set(id, new Map([...(ruleOptions.get(id) ?? []), ...options]));
  return { severities, ruleOptions, silence: silenceSettingsOf(found) };
}
