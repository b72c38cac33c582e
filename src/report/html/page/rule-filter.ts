import type { PageData } from '../page-data.js';
import { element } from './dom.js';

/** One rule of those that found something, or all: the empty value. */
export function ruleFilter({ findings }: PageData): HTMLSelectElement {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const options = [...counts].sort().map(([id, times]): [string, string] => [id, `${id} (${times})`]);
  return element(
    'select',
    { id: 'rule', hidden: counts.size < 2, attributes: { 'aria-label': 'Only this rule' } },
    ...[['', 'All rules'] as const, ...options].map(([value, label]) =>
      element('option', { attributes: { value } }, label),
    ),
  );
}
