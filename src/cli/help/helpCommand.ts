import { Command } from 'commander';
import { nearestWord } from '../../core/base/nearestWord';
import { CallError } from '../callError';
import { PRODUCT } from '../product';

/** `help [COMMAND]` */
export function helpCommand(program: () => Command): Command {
  return new Command('help')
    .description('Explains a command, with its options and examples; without one, all of them.')
    .argument('[command]', 'a command of this program')
    .action((name: string | undefined) => {
      const whole = program();
      const found = name === undefined ? whole : whole.commands.find((each) => each.name() === name);
      if (!found) throw new CallError(unknownCommand(whole, name as string));
      found.outputHelp();
    });
}

function unknownCommand(program: Command, name: string): string {
  const names = program.commands.map((each) => each.name());
  const meant = nearestWord(name, names);
  const guess = meant === undefined ? '' : ` (Did you mean ${meant}?)`;
  return `unknown command '${name}'${guess}; see ${PRODUCT} --help`;
}
