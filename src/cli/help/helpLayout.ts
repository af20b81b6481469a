import type { Command, Help, HelpConfiguration } from 'commander';
import { line, styled, type TerminalLine } from '../../core/terminal/terminalLine';
import { columnsOf } from '../formats/columns';
import { commandExamples } from './commandExamples';
import { wrapText } from './wrapText';

/** With less room, explanations stand below what they explain. */
const ROOM_BESIDE = 70;
/** A longer term has its explanation below it, so that those of the others keep their room. */
const LONGEST_TERM = 28;
const INDENT = 2;
const BELOW = 6;

/** How commander lays out a help, in as many columns as there are. */
export function helpLayout(width: number): HelpConfiguration {
  return {
    sortSubcommands: false,
    // The option of each command says it too, and most people ask for neither.
    visibleCommands: (command) => [...command.commands],
    subcommandTerm: (command) => command.name(),
    formatHelp: (command, helper) => `${sectionsOf(command, helper, width).join('\n')}\n`,
  };
}

/** Lines of a help with headings and terms in a style. */
export function styledHelp(text: string): TerminalLine[] {
  return text.split('\n').map((each) => {
    const usage = /^(Usage:)( .*)$/.exec(each);
    if (usage) return line`${styled('bold', usage[1] as string)}${usage[2] as string}`;
    if (/^[A-Z][^.]*:$/.test(each)) return line`${styled('bold', each)}`;
    const term = /^( {2})(\S.*?)( {2,}.*)?$/.exec(each);
    return term ? line`${term[1] as string}${styled('cyan', term[2] as string)}${term[3] ?? ''}` : line`${each}`;
  });
}

/** Each line of a text that is too long is broken, and goes on below its first letter. */
export function wrapLines(text: string, width: number): string {
  const lines = text.split('\n').flatMap((each) => {
    return columnsOf(each) <= width ? [each] : wrapText(each, width, /^ */.exec(each)?.[0].length);
  });
  return lines.join('\n');
}

function sectionsOf(command: Command, helper: Help, width: number): string[] {
  const isWhole = command.parent === null;
  const examples = commandExamples(isWhole ? undefined : command.name());
  return [
    ...wrapText(`Usage: ${helper.commandUsage(command)}`, width, 'Usage: '.length),
    '',
    ...wrapText(helper.commandDescription(command), width),
    ...(isWhole ? itemsText('Begin here:', examples, width) : []),
    ...itemsText(
      'Arguments:',
      helper.visibleArguments(command).map((each) => [helper.argumentTerm(each), helper.argumentDescription(each)]),
      width,
    ),
    ...itemsText(
      'Commands:',
      helper.visibleCommands(command).map((each) => [each.name(), helper.subcommandDescription(each)]),
      width,
    ),
    ...itemsText(
      'Options:',
      helper.visibleOptions(command).map((each) => [helper.optionTerm(each), helper.optionDescription(each)]),
      width,
    ),
    ...(isWhole ? [] : itemsText('Examples:', examples, width)),
  ];
}

function itemsText(title: string, items: readonly (readonly [term: string, words: string])[], width: number): string[] {
  if (items.length === 0) return [];
  const terms = items.map(([term]) => columnsOf(term)).filter((columns) => columns <= LONGEST_TERM);
  const column = INDENT + Math.max(0, ...terms) + INDENT;
  const isBeside = width >= ROOM_BESIDE;
  const lines = items.flatMap(([term, words]) => {
    const begin = `${' '.repeat(INDENT)}${term}`;
    const columns = columnsOf(begin);
    if (isBeside && columns + INDENT <= column) {
      const [first = '', ...others] = wrapText(words, width - column);
      return [begin + ' '.repeat(column - columns) + first, ...others.map((each) => ' '.repeat(column) + each)];
    }
    const below = isBeside ? Math.max(column, BELOW) : BELOW;
    return [...wrapText(begin, width, BELOW), ...wrapText(`${' '.repeat(below)}${words}`, width, below)];
  });
  return ['', title, ...lines];
}
