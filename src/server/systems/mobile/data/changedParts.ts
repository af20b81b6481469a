import { counted } from '../../../../core/base/counted';
import { plainNumber } from '../../../../core/base/plainNumber';
import { type JsonNode, type JsonReading, nodeAt } from '../../../../core/json/jsonText';
import type { MobileDataFile } from '../../../../core/systems/mobile/mobileData';

/** Something in a file that is sent otherwise than it is written. */
export interface ChangedPart {
  /** Offset in the text of the file. */
  readonly at: number;
  /** One sentence, without its full stop. */
  readonly reason: string;
}

/** A file without such a number has none that changes: they have many digits, a large exponent, or are a zero with a sign. */
const MAY_CHANGE = /\d[\d.]{15}|e[+-]?\d\d|(?<![\w.])-0/i;
/** How many of each kind are told one by one. */
const MOST_TOLD = 5;
const WAY_OUT = 'give the answer as “text” to have it sent as it is written';

/**
 * The numbers in bodies that JavaScript cannot hold, or writes without their sign, and members that come twice. A recording keeps such
 * bodies as text. Of each kind the first ones are told one by one, and then how many more there are.
 * @param text of the file, which is well-formed
 * @param reading of the text
 */
export function changedParts(
  { answers }: MobileDataFile,
  text: string,
  { root, duplicateKeys }: JsonReading,
): readonly ChangedPart[] {
  const twice = duplicateKeys.map(({ key, start }) => ({
    at: start,
    reason: `“${key}” comes twice, and only the last one counts; take one out, or ${WAY_OUT}`,
  }));
  const bodies = MAY_CHANGE.test(text) ? answers.map((_answer, at) => nodeAt(root, `/answers/${at}/body`)) : [];
  return [
    ...firstOf(
      changedNumbers(bodies, text),
      (more) => `${counted(more, 'more number')} ${more === 1 ? 'is' : 'are'} sent otherwise; ${WAY_OUT}`,
    ),
    ...firstOf(
      twice,
      (more) =>
        `${counted(more, 'more member')} ${more === 1 ? 'comes' : 'come'} twice; take one of each out, or ${WAY_OUT}`,
    ),
  ];
}

/** @param words what is said of those that are not told one by one, at the place of the first of them */
function firstOf(parts: readonly ChangedPart[], words: (more: number) => string): ChangedPart[] {
  const [next] = parts.slice(MOST_TOLD);
  const first = parts.slice(0, MOST_TOLD);
  return next ? [...first, { at: next.at, reason: `from here on, ${words(parts.length - MOST_TOLD)}` }] : first;
}

/** It calls itself for no level. */
function changedNumbers(bodies: readonly (JsonNode | undefined)[], text: string): ChangedPart[] {
  const found: ChangedPart[] = [];
  const left = bodies.filter((each) => each !== undefined).toReversed();
  for (let node = left.pop(); node; node = left.pop()) {
    if (node.kind === 'number') {
      const written = text.slice(node.start, node.end);
      const sent = JSON.stringify(Number(written));
      const losesSign = Object.is(Number(written), -0);
      if (losesSign || plainNumber(written) !== plainNumber(sent)) {
        found.push({ at: node.start, reason: `the number ${written} is sent as ${sent}; ${WAY_OUT}` });
      }
    }
    // One by one, as a call cannot have as many arguments as a list has items.
    for (const each of [...(node.members?.values() ?? []), ...(node.items ?? [])].toReversed()) left.push(each);
  }
  return found;
}
