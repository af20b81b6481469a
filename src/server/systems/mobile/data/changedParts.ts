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

/** A file without such a number has none that changes: they have many digits, or a large exponent. */
const MAY_CHANGE = /\d[\d.]{15}|e[+-]?\d\d/i;
const MOST_TOLD = 5;
const WAY_OUT = 'give the answer as “text” to have it sent as it is written';

/**
 * The numbers in bodies that JavaScript cannot hold, and members that come twice. A recording keeps such bodies as text.
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
  return [...changedNumbers(bodies, text), ...twice].slice(0, MOST_TOLD);
}

/** It calls itself for no level. */
function changedNumbers(bodies: readonly (JsonNode | undefined)[], text: string): ChangedPart[] {
  const found: ChangedPart[] = [];
  const left = bodies.filter((each) => each !== undefined).toReversed();
  for (let node = left.pop(); node && found.length < MOST_TOLD; node = left.pop()) {
    if (node.kind === 'number') {
      const written = text.slice(node.start, node.end);
      const sent = JSON.stringify(Number(written));
      if (plainNumber(written) !== plainNumber(sent)) {
        found.push({ at: node.start, reason: `the number ${written} is sent as ${sent}; ${WAY_OUT}` });
      }
    }
    left.push(...[...(node.members?.values() ?? []), ...(node.items ?? [])].toReversed());
  }
  return found;
}
