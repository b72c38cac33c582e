import type { Command } from 'commander';
import { UserError } from '../../errors.js';
import { RULES } from '../../rules/index.js';
import { wrapText } from '../../report/terminal/wrap-text.js';
import { writeAll } from '../io.js';

const COLUMNS = 80;

/** `explain [rule]` */
export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .summary('what a rule says, and why it matters')
    .description('Explains a rule. Without one: lists them all.')
    .argument('[rule]', 'the rule, as reports name it')
    .option('--no-color', 'accepted for uniformity: there are no colours here')
    .action((id: string | undefined) => writeAll(1, id === undefined ? list() : explanation(id)));
}

function list(): string {
  const width = Math.max(...RULES.map((rule) => rule.id.length));
  return RULES.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`).join('');
}

function explanation(id: string): string {
  const rule = RULES.find((one) => one.id === id);
  if (!rule) throw new UserError(`There is no rule "${id}".`, `There are: ${RULES.map((one) => one.id).join(', ')}.`);
  return `${rule.id} (${rule.severity}): ${rule.title}\n\n${wrapText(rule.why, COLUMNS).join('\n')}\n\nSet its severity with --rule ${rule.id}=<off|info|warning|error>.\n`;
}
