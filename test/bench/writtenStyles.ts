import type { SampleRandom } from '../../src/core/sample/sampleRandom';

/** As the published sample, with tabs, in one line, and with the line ends of Windows. */
const STYLES: readonly ((value: object) => string)[] = [
  (value) => `${JSON.stringify(value, undefined, 2).replaceAll('\n  ', '\n').replaceAll('": ', '":')}\n`,
  (value) => `${JSON.stringify(value, undefined, '\t')}\n`,
  (value) => JSON.stringify(value),
  (value) => `${JSON.stringify(value, undefined, 2)}\n`.replaceAll('\n', '\r\n'),
];

/** The text of a session file, in one of the styles that real files have. */
export function written(value: object, random: SampleRandom): string {
  return random.pick(STYLES)(value);
}
