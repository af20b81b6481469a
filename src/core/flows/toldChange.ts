import type { Phrase } from '../compliance/phrase';
import type { JournalChange } from '../protocol/journal';
import { changeWords } from '../server/changeWords';
import { type FlowStrings, filled } from './flowWords';

/** One change that a request made, as the journal tells it. */
export function toldChange(change: JournalChange, { ofChanges, ofThings }: FlowStrings): string {
  const things = Object.entries(ofThings).map(([kind, template]) => [kind, { template, args: [] }] as const);
  const say = ({ template, args }: Phrase): string =>
    filled(ofChanges[template] ?? template, ...args.map((arg) => (typeof arg === 'string' ? arg : say(arg))));
  return say(changeWords(change, Object.fromEntries(things)));
}
