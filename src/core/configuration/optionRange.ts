import { bomLength } from '../json/byteOrderMark';
import { type JsonNode, nodeAt, readJson } from '../json/jsonText';
import { pointerOf } from '../json/pointer';
import { Lines, type Range } from '../json/position';

/** How a message about options begins: the option, and the member of it that must not be there. */
const BEGINNING = /^(?:“([^”]+)”|the options)(?: must not have “([^”]+)”)?/;

/**
 * Where in the text of a configuration the option is that a message is about. Undefined when the text does not have it.
 * @param message as `optionsErrorText` makes them. Whatever is wrong with an option, it begins with the name
 */
export function optionRange(text: string, message: string): Range | undefined {
  const [, option, member] = BEGINNING.exec(message) ?? [];
  const { root } = readJson(text.slice(bomLength(text)));
  const whole = option === undefined ? [] : namesIn(root, option);
  if (!whole) return undefined;
  return memberRange(text, member === undefined ? whole : [...whole, member], member === undefined ? 'value' : 'key');
}

/** Where in the text of a configuration a value is, or the name of the member. Undefined when the text does not have it. */
export function memberRange(
  text: string,
  names: readonly (string | number)[],
  which: 'key' | 'value',
): Range | undefined {
  const bom = bomLength(text);
  const node = nodeAt(readJson(text.slice(bom)).root, pointerOf(names));
  const found = which === 'value' ? node : node?.key;
  return found && new Lines(text).rangeAt(found.start + bom, found.end + bom);
}

/** The names that lead to an option. Those of Mendix's own settings have dots in them. */
function namesIn(root: JsonNode | undefined, option: string): readonly string[] | undefined {
  if (nodeAt(root, pointerOf([option]))) return [option];
  for (let end = option.indexOf('.'); end >= 0; end = option.indexOf('.', end + 1)) {
    const name = option.slice(0, end);
    const node = nodeAt(root, pointerOf([name]));
    const below = node && namesIn(node, option.slice(end + 1));
    if (below) return [name, ...below];
  }
  return undefined;
}
