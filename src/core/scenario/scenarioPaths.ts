import { type JsonNode, readJson } from '../json/jsonText';
import { parseJson } from '../json/parseJson';
import { sizeFinding } from './scenarioLimits';

/** A text in a scenario file that names a file or a folder, with its quotes. */
export interface ScenarioPath {
  readonly kind: 'include' | 'option';
  /** As the scenario names it. */
  readonly named: string;
  /** Of an option, such as `web.project`. */
  readonly option?: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/**
 * The files that a scenario includes and those that its server takes, where they stand in its text. None in a text that is
 * not well-formed.
 * @param options the options that are paths, each as the names of its members
 */
export function scenarioPaths(text: string, options: readonly (readonly string[])[]): ScenarioPath[] {
  if (sizeFinding(text)) return [];
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const body = text.slice(shift);
  const { root, stop } = readJson(body);
  if (stop || !root) return [];
  const found: ScenarioPath[] = [];
  const add = (node: JsonNode | undefined, what: Pick<ScenarioPath, 'kind' | 'option'>): void => {
    if (node?.kind !== 'string') return;
    const named = parseJson(body.slice(node.start, node.end)) as string;
    if (named !== '') found.push({ ...what, named, start: node.start + shift, end: node.end + shift });
  };
  const server = root.members?.get('server');
  for (const option of options) {
    const node = option.reduce<JsonNode | undefined>((at, name) => at?.members?.get(name), server);
    add(node, { kind: 'option', option: option.join('.') });
  }
  for (const step of root.members?.get('steps')?.items ?? []) add(step.members?.get('include'), { kind: 'include' });
  return found.sort((a, b) => a.start - b.start);
}
