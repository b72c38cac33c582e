import type { Config } from '../config/config.js';
import { ruleSettingsOf } from '../config/rule-settings-of.js';
import { silenceSettingsOf } from '../config/silence-settings-of.js';
import { RULES } from '../rules/index.js';
import type { RecordingRequest } from '../runner/judge.js';

/** What counts, in the words of the config. */
export type JudgeSettings = Pick<Config, 'rules' | 'ignore' | 'expectRoots'>;

type Settings = Pick<RecordingRequest, 'severities' | 'ruleOptions' | 'silence'>;

/**
 * What was given in code, as those want it who judge.
 *
 * @throws TypeError where a rule is named that there is not.
 */
export function judgeSettings(settings: JudgeSettings, workingDirectory: string): Settings {
  const known = RULES.map(({ id }) => id);
  const unknown = Object.keys(settings.rules ?? {}).find((id) => !known.includes(id));
  if (unknown !== undefined) throw new TypeError(`There is no rule "${unknown}". Rules: ${known.join(', ')}.`);
  const silence = silenceSettingsOf({ config: settings, folder: workingDirectory, shown: 'the options' });
  return { ...ruleSettingsOf(settings), silence };
}
