import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose.js';
import { RULES } from '../../src/rules/index.js';
import { nameMatcher } from '../../src/silence/name-matcher.js';
import { silenceBySettings } from '../../src/silence/silence-by-settings.js';
import type { IgnoreSetting, SilenceSettings } from '../../src/silence/silence-settings.js';
import { run, type Script, SITE } from '../model/sample-run.js';

const NO_IGNORE: IgnoreSetting = { rules: null, spans: null, scopes: null, files: null, reason: 'known' };

function settings(changes: Partial<SilenceSettings>): SilenceSettings {
  return { file: 'config.json', folder: '/app', ignore: [], expectRoots: [], ...changes };
}

/** Spans that are lost in one and the same way. */
function lost(...names: readonly string[]): (say: Script) => void {
  return ({ start, end }) => {
    for (const [index, name] of names.entries()) {
      start(`work ${index}`);
      start(name, { at: SITE.query, scope: 'db', callback: { work: `work ${index}`, instance: index + 1 } });
      end(name, `work ${index}`);
    }
  };
}

interface Settled {
  readonly told: readonly string[];
  readonly silenced: readonly string[];
  readonly unused: readonly string[];
}

function settled(
  script: (say: Script) => void,
  changes: Partial<SilenceSettings>,
  { off = [], dropped = 0, isWhole = true }: { off?: readonly string[]; dropped?: number; isWhole?: boolean } = {},
): Settled {
  const { evidence, model, code } = run(script);
  const severities = new Map(off.map((rule) => [rule, 'off' as const]));
  const before = diagnose(RULES, evidence, { severities });
  const key = before.groups[0]?.key ?? '';
  const diagnosis = diagnose(RULES, evidence, { severities, dropped: { [key]: dropped } });
  const result = silenceBySettings(diagnosis, settings(changes), { spans: model.spans, isWhole, code, severities });
  const line = (group: (typeof result.diagnosis.groups)[number]): string =>
    `${group.rule.id} x${group.occurrences}: ${group.faults.map(({ span }) => span.name).join(', ')}`;
  return {
    told: result.diagnosis.groups.filter((group) => !result.silenced.has(group)).map(line),
    silenced: [...result.silenced].map(([group, { key: entry }]) => `${entry} ${line(group)}`),
    unused: result.unused.map(({ key: entry, message }) => `${entry} ${message}`),
  };
}

describe('the config leaves', () => {
  it('all as it is that it does not name', () => {
    const result = settled(lost('query 1', 'query 2'), { ignore: [{ ...NO_IGNORE, spans: ['mail *'] }] });
    expect(result.told).toEqual(['orphan-span x2: query 1, query 2']);
    expect(result.unused).toEqual(['ignore[0] silenced nothing in this run']);
  });

  it('what else is wrong with an expected root', () => {
    const open = ({ start, bye }: Script): void => {
      start('cron 1', { at: SITE.query });
      bye('end');
    };
    const result = settled(open, { expectRoots: [{ name: 'cron *', reason: 'scheduled' }] });
    expect(result).toMatchObject({ told: ['unended-span x1: cron 1'], silenced: [], unused: [] });
  });

  it('a span of that name that is no root', () => {
    const script = ({ start, end }: Script): void => {
      start('other');
      start('work');
      start('cron 1', { parent: 'other', at: SITE.query, callback: { work: 'work', ran: 'other' } });
      end('cron 1', 'work', 'other');
    };
    const result = settled(script, { expectRoots: [{ name: 'cron *', reason: 'scheduled' }] });
    expect(result.told).toEqual(['trace-mismatch x1: cron 1']);
    expect(result.unused).toEqual(['expectRoots[0] no root span "cron *" was recorded']);
  });
});

describe('the config silences', () => {
  it('a group as a whole, with what was dropped of it', () => {
    const result = settled(
      lost('query 1', 'query 2'),
      { ignore: [{ ...NO_IGNORE, spans: ['query *'] }] },
      { dropped: 5 },
    );
    expect(result).toEqual({ told: [], silenced: ['ignore[0] orphan-span x7: query 1, query 2'], unused: [] });
  });

  it('its part of a group, and the rest is told, with what was dropped', () => {
    const expectRoots = [{ name: 'cron *', reason: 'scheduled' }];
    const result = settled(lost('query 1', 'cron 2', 'query 3'), { expectRoots }, { dropped: 5 });
    expect(result.told).toEqual(['orphan-span x7: query 1, query 3']);
    expect(result.silenced).toEqual(['expectRoots[0] orphan-span x1: cron 2']);
  });

  it('a group by two entries, and loses nothing of it', () => {
    const ignore = [{ ...NO_IGNORE, spans: ['query *'] }];
    const expectRoots = [{ name: 'cron *', reason: 'scheduled' }];
    const result = settled(lost('query 1', 'cron 2'), { ignore, expectRoots }, { dropped: 5 });
    expect(result).toMatchObject({
      told: [],
      silenced: ['ignore[0] orphan-span x6: query 1', 'expectRoots[0] orphan-span x1: cron 2'],
    });
  });
});

describe('an entry is not called unused', () => {
  const ignore = [{ ...NO_IGNORE, rules: ['orphan-span'], spans: ['query *'] }];

  it('where its rule was switched off', () => {
    expect(settled(lost('query 1'), { ignore }, { off: ['orphan-span'] })).toMatchObject({ told: [], unused: [] });
  });

  it('where the root that it expects came, and nobody objects', () => {
    const healthy = ({ start, end }: Script): void => {
      start('cron 1');
      end('cron 1');
    };
    expect(settled(healthy, { expectRoots: [{ name: 'cron *', reason: 'scheduled' }] }).unused).toEqual([]);
  });

  it('where the recording is not whole', () => {
    const expectRoots = [{ name: 'cron *', reason: 'scheduled' }];
    expect(settled(lost('query 1'), { expectRoots }, { isWhole: false }).unused).toEqual([]);
    expect(settled(lost('query 1'), { expectRoots }).unused).toHaveLength(1);
  });
});

describe('a pattern', () => {
  it.each([
    ['cron', 'cron 1'],
    ['cron', 'a cron'],
    ['cron *', 'cron'],
    ['a*a', 'a'],
    ['a*b*b', 'ab'],
    ['GET *', 'POST /'],
    ['a.c', 'abc'],
    ['', 'a'],
  ])('%s is not %s', (pattern, name) => {
    expect(nameMatcher([pattern])(name)).toBe(false);
  });

  it.each([
    ['cron', 'cron'],
    ['cron *', 'cron '],
    ['*', ''],
    ['*', 'any\nthing'],
    ['GET *', 'GET /orders/7'],
    ['a*b*b', 'abb'],
    ['*b*', 'abc'],
    ['**', 'a'],
    ['a.c (*)', 'a.c (d)'],
  ])('%s is %s', (pattern, name) => {
    expect(nameMatcher([pattern])(name)).toBe(true);
  });

  it('takes no longer for a long name', () => {
    expect(nameMatcher([`${'*a'.repeat(50)}b`])('a'.repeat(1_000_000))).toBe(false);
  });
});
