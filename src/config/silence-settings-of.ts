import type { SilenceSettings } from '../silence/silence-settings.js';
import type { FoundConfig } from './read-config.js';

/** What a config says is right, as those want it who judge. */
export function silenceSettingsOf({ config, folder, shown }: FoundConfig): SilenceSettings {
  const { ignore = [], expectRoots = [] } = config;
  return {
    file: shown,
    folder,
    ignore: ignore.map(({ rule, span, scope, file, reason }) => ({
      rules: listOf(rule),
      spans: listOf(span),
      scopes: listOf(scope),
      files: listOf(file),
      reason,
    })),
    expectRoots: expectRoots.map(({ name, reason }) => ({ name, reason })),
  };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? [value] : [...value];
}
