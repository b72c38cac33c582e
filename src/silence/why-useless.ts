import { SILENCE, type UselessSilencer } from './silencer.js';

/** Why a comment silences nothing, as a sentence for the user. */
export function whyUseless({ rule, problem }: Pick<UselessSilencer, 'rule' | 'problem'>): string {
  switch (problem) {
    case 'unused':
      return `${SILENCE} ${rule} silenced nothing in this run`;
    case 'no-reason':
      return `${SILENCE} ${rule} has no effect without a reason: write "${SILENCE} ${rule}: <why this is right here>"`;
    case 'no-rule':
      return `${SILENCE} has no effect without a rule: write "${SILENCE} <rule>: <why this is right here>"`;
    case 'unparsed':
      return `${SILENCE} has no effect: this file cannot be parsed`;
    case 'unknown-rule':
      return `${SILENCE} ${rule} has no effect: there is no rule of that name`;
  }
}
