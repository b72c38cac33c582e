import { Command, CommanderError } from 'commander';
import { UserError } from '../errors.js';
import { VERSION } from '../version.js';
import { addCheckCommand } from './commands/check.js';
import { addExplainCommand } from './commands/explain.js';
import { addListenCommand } from './commands/listen.js';
import { addRunCommand } from './commands/run.js';
import { addScenariosCommand } from './commands/scenarios.js';
import { EXIT } from './exit-code.js';
import { writeAll } from './io.js';

/** The only place that sets the exit code. */
const setExitCode = (code: number): void => {
  process.exitCode = code;
};

const program = new Command('otel-ctx-doctor')
  .description(
    'Finds the line where a Node.js program loses its OpenTelemetry trace context, and says what to write instead.',
  )
  .version(VERSION)
  .enablePositionalOptions()
  .showHelpAfterError('Try otel-ctx-doctor --help, or --help behind a command.')
  .exitOverride();
addRunCommand(program, setExitCode);
addScenariosCommand(program, setExitCode);
addCheckCommand(program, setExitCode);
addListenCommand(program, setExitCode);
addExplainCommand(program);
for (const command of program.commands)
  command.exitOverride().showHelpAfterError(`Try otel-ctx-doctor ${command.name()} --help.`);

try {
  await program.parseAsync();
} catch (error) {
  setExitCode(report(error));
}
// What the user's NODE_OPTIONS load, they load here as well, and it may hold the process for good.
process.stdout.once('error', () => process.exit()).write('', () => process.exit());

function report(error: unknown): number {
  // Commander has already said what is wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.ourFailure;
  if (error instanceof UserError) writeAll(2, `otel-ctx-doctor: ${error.message}\n  ${error.hint}\n`);
  else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeAll(
      2,
      `otel-ctx-doctor: this is our bug, please report it.\n${stack}\notel-ctx-doctor ${VERSION}, Node ${process.versions.node}, ${process.platform}\n`,
    );
  }
  return EXIT.ourFailure;
}
