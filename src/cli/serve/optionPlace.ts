import { bomLength } from '../../core/json/byteOrderMark';
import { type JsonNode, nodeAt, readJson } from '../../core/json/jsonText';
import { pointerOf } from '../../core/json/pointer';
import { Lines } from '../../core/json/position';

/** How a message about options begins: the option, and the member of it that must not be there. */
const BEGINNING = /^(?:“([^”]+)”|the options)(?: must not have “([^”]+)”)?/;

/**
 * Where in the text of a configuration the option is that a message is about, as `:line:column`. Empty when the text does not
 * have it.
 * @param message as `optionsErrorText` makes them. Whatever is wrong with an option, it begins with the name
 */
export function optionPlace(text: string, message: string): string {
  const [, option, member] = BEGINNING.exec(message) ?? [];
  const bom = bomLength(text);
  const { root } = readJson(text.slice(bom));
  const whole = option === undefined ? [] : namesIn(root, option);
  if (!whole) return '';
  const node = nodeAt(root, pointerOf(member === undefined ? whole : [...whole, member]));
  const { start } = (member === undefined ? node : node?.key) ?? {};
  if (start === undefined) return '';
  const { line, character } = new Lines(text).positionAt(start + bom);
  return `:${line + 1}:${character + 1}`;
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
