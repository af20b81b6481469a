import { type Phrase, phrase } from '../compliance/phrase';
import type { JournalChange } from '../protocol/journal';
import { shortId } from './shortId';
import type { ThingWords } from './thingWords';

/** One change that a request made, as the journal tells it. A kind without words is told by its name. */
export function changeWords({ kind, id, change, detail }: JournalChange, things: ThingWords): Phrase {
  const named = Object.hasOwn(things, kind) ? (things[kind] as Phrase) : kind;
  // Of what there is only one, the id is the name.
  const what = id.toLowerCase() === kind.toLowerCase() ? named : phrase('{0} {1}', named, shortId(id));
  const said = phrase('{0}: {1}', what, WORDS[change]);
  return detail === undefined ? said : phrase('{0} ({1})', said, detail);
}

/** The templates of these words, but for those of things, for who says them by a table. */
export function changeTemplates(): readonly string[] {
  const change = { kind: '', id: 'a', change: 'created', detail: '' } as const;
  return [...new Set([changeWords(change, {}), ...Object.values(WORDS)].flatMap(templatesIn))];
}

function templatesIn({ template, args }: Phrase): string[] {
  return [template, ...args.flatMap((arg) => (typeof arg === 'string' ? [] : templatesIn(arg)))];
}

const WORDS: Readonly<Record<JournalChange['change'], Phrase>> = {
  created: phrase('created'),
  changed: phrase('changed'),
  removed: phrase('removed'),
};
