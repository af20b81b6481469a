import { redactBody, redactUrl } from '../../src/core/redaction/redactMessage';
import { isScenario } from '../../src/core/scenario/isScenario';
import type { BenchRun, BenchSizes } from './benchRun';
import { median, timed } from './rounds';

/** How many times as long the long text is. */
const TIMES = 8;

/** Texts that are made to take long, by what is looked for in them. */
const REPEATED: Record<string, readonly [start: string, part: string]> = {
  'of another tool, in one line': ['{"steps":[', '{"id":0,"type":"click","target":"#el0"},'],
  'of white space between names': ['{', `"a"${' '.repeat(997)}`],
  'of names without an end': ['{', '"a\n'],
  'of blank lines': ['{ "a": 1', '\n'],
  'of open comments': ['', '/*'],
  'of what is no JSON': ['', '1'],
};
const PARTS =
  'a=|<a |%3D|code<|"a |\\|name="x"\n|://a:|A|ey|[|{"a":|a%253D|a;| |token |token: a\n|"token": "a",|token=a&|token=\'a\'';

/**
 * What a text of eight times the length costs, as a ratio to the short one. The square would be 64. The steps of patterns
 * cannot be counted, so this is measured here and not tested.
 */
export async function benchTexts({ results, sizes }: BenchRun): Promise<void> {
  const scenario = await worst(
    sizes,
    'looking whether it is a scenario',
    Object.entries(REPEATED),
    ([start, part], length) => {
      const text = start + part.repeat(length / part.length);
      return () => void isScenario(text);
    },
  );
  const parts = PARTS.split('|').map((part) => [JSON.stringify(part), part] as const);
  const body = await worst(sizes, 'redacting a body', parts, (part, length) => {
    const text = part.repeat(length / part.length);
    return () => void redactBody(text, '', 2 * length);
  });
  const address = await worst(sizes, 'redacting an address', parts, (part, length) => {
    // Node takes addresses of up to 16 KiB.
    const text = part.repeat(length / 64 / part.length);
    return () => void redactUrl(`/${text}?${text}`);
  });
  const highest = [scenario, body, address].reduce((a, b) => (median(b.values) > median(a.values) ? b : a));
  results.add('text.long', highest.values, `${highest.what}: ${highest.name}, the worst text, ${sizes.rounds} rounds`);
}

interface Worst {
  readonly what: string;
  readonly name: string;
  /** Ratios, one for each round. */
  readonly values: number[];
}

/** The text of the highest ratio. */
async function worst<T>(
  { rounds, text: length }: BenchSizes,
  what: string,
  texts: readonly (readonly [name: string, text: T])[],
  work: (text: T, length: number) => () => void,
): Promise<Worst> {
  let highest: Worst = { what, name: '', values: [] };
  for (const [name, text] of texts) {
    const short = work(text, length);
    const long = work(text, TIMES * length);
    short();
    const values: number[] = [];
    for (let i = 0; i < rounds; i++) values.push((await timed(long)) / (await timed(short)));
    if (highest.name === '' || median(values) > median(highest.values)) highest = { what, name, values };
  }
  return highest;
}
