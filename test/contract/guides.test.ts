import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readScenario } from '../../src/core/scenario/readScenario';
import type { ScenarioSource, StepSource } from '../../src/core/scenario/scenarioSource';
import { scenarioSchema } from '../../src/scenario/loadScenario';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { CONFIGURABLE } from '../support/everySystem';
import { shippedPatterns } from '../support/shippedPatterns';
import { readMarkdown } from './markdown';
import { guideText } from './systemPages';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const json = (file: string) => JSON.parse(read(`schemas/${file}`));
const examplesOf = (file: string, language: string) =>
  readMarkdown(read(file))
    .fences.filter((fence) => fence.language === language)
    .map(({ text }) => text);

interface Schema {
  readonly $ref?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** Names of all members that a schema declares, at any depth. */
function membersIn(schema: unknown): Set<string> {
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties') for (const name of Object.keys(value as object)) names.add(name);
      walk(value);
    }
  };
  walk(schema);
  return names;
}

describe('docs/scenarios.md', () => {
  const [first = '', ...steps] = examplesOf('docs/scenarios.md', 'json');

  const findingsIn = (text: string) => {
    const include = () => ({ file: 'login.scenario.json', text: first });
    const { findings } = readScenario(text, { file: 'example.scenario.json', schema: scenarioSchema, include });
    return findings.filter(({ code }) => code !== 'scenario/unused').map(({ message }) => message);
  };

  it('docs/scenarios.md begins with a scenario that is in order', () => {
    assert.deepEqual(findingsIn(first), []);
  });

  it('docs/scenarios.md has steps that are in order', () => {
    assert.ok(steps.length > 6);
    const scenario = JSON.parse(first) as ScenarioSource;
    for (const text of steps) {
      const step = JSON.parse(text) as StepSource;
      // A request that is sent alongside needs one before it.
      const all = [...scenario.steps.slice(0, 1), step];
      const actors = { ...scenario.actors, Phone: { role: 'app', device: {} } };
      assert.deepEqual(findingsIn(JSON.stringify({ ...scenario, actors, steps: all })), [], text);
    }
  });

  it('docs/scenarios.md and the pages of systems name every member of the schema', () => {
    const text = guideText('docs/scenarios.md');
    const names = [...membersIn(json('scenario.schema.json'))];
    assert.ok(names.length > 80);
    assert.deepEqual(
      names.filter((name) => !text.includes(`\`${name}\``)),
      [],
    );
  });
});

describe('docs/switches.md', () => {
  const document = readMarkdown(guideText('docs/switches.md'));
  const schema = json('server.schema.json') as Schema;
  const resolved = ({ $ref, ...rest }: Schema): Schema =>
    $ref === undefined ? rest : (schema.definitions?.[$ref.split('/').at(-1) as string] as Schema);
  /** Options of the server itself, and those of each of its systems. */
  const options = Object.entries(schema.properties ?? {}).flatMap(([name, each]): [string, Schema][] => {
    if (name === '$schema') return [];
    const { properties = {} } = CONFIGURABLE.includes(name) ? resolved(each) : {};
    const inside = Object.entries(properties).map(([key, value]): [string, Schema] => [`${name}.${key}`, value]);
    return inside.length > 0 ? inside : [[name, each]];
  });
  const sections = [...document.anchors].map((anchor) => document.section(anchor) ?? '');
  const sectionOf = (name: string) => sections.find((section) => section.startsWith(`### \`${name}\`\n`));

  it('docs/switches.md and the pages of systems have a section for every option, and for nothing else', () => {
    const named = sections.flatMap((section) => /^### `([^`]+)`/.exec(section)?.[1] ?? []);
    assert.ok(options.length > 25);
    assert.deepEqual(named.sort(), options.map(([name]) => name).sort());
  });

  it('docs/switches.md and the pages of systems say what the default is, as the schema does', () => {
    const defaultsIn = (name: string, option: Schema): [string, unknown][] => {
      const inside = Object.values(resolved(option).properties ?? {}).map(({ default: value }) => value);
      return [option.default, ...inside].filter((value) => value !== undefined).map((value) => [name, value]);
    };
    const wrong = options
      .flatMap(([name, option]) => defaultsIn(name, option))
      .filter(([name, value]) => {
        const says = `default: \`${JSON.stringify(value)}\``;
        return !sectionOf(name)?.replace(/\s+/g, ' ').toLowerCase().includes(says.toLowerCase());
      });
    assert.deepEqual(wrong, []);
    const silent = options.filter(([name]) => !/default/i.test(sectionOf(name) ?? '')).map(([name]) => name);
    assert.deepEqual(silent, []);
  });

  it('docs/switches.md has examples that are valid options', () => {
    const examples = examplesOf('docs/switches.md', 'json');
    assert.ok(examples.length > 0);
    for (const example of examples) checkedOptions(JSON.parse(example));
  });
});

describe('docs/web-code.md', () => {
  it('docs/web-code.md names everything that code finds without an import', () => {
    const text = read('docs/web-code.md');
    const types = read('media/types/4d-web-code.d.ts');
    const names = [...types.matchAll(/^declare (?:const|function|class) (\w+)/gm)].map(([, name]) => String(name));
    assert.ok(names.length > 8);
    assert.deepEqual(
      names.filter((name) => !new RegExp(`\`${name}[\`(]`).test(text)),
      [],
    );
  });
});

describe('docs/facts', () => {
  const KINDS = /\b(?:docs|source|seen|inferred|measured)\b/i;
  /** What a document says can be looked up. */
  const isEvidence = (cell: string) => KINDS.test(cell) && (!/\bdocs\b/i.test(cell) || /\[[^\]]+\]/.test(cell));
  const files = fs.readdirSync(path.join(root, 'docs/facts'));

  for (const file of files) {
    it(`${file} says of each row of a table with evidence what kind it is, and links what is in documents`, () => {
      let isAsked = false;
      const silent = read(`docs/facts/${file}`)
        .split('\n')
        .filter((line) => {
          if (!line.startsWith('|')) isAsked = false;
          else if (/^\|.*\| Evidence \|$/.test(line)) isAsked = true;
          else if (isAsked && !/^[|\s-]+$/.test(line)) return !isEvidence(line.split('|').at(-2) ?? '');
          return false;
        });
      assert.deepEqual(silent, []);
    });
  }
});

describe('the packaged extension', () => {
  const lines = shippedPatterns();

  it('the packaged extension has every document that the editor opens, and none of docs', () => {
    assert.deepEqual(
      lines.filter((line) => /^(?:docs\b|\*)/.test(line)),
      [],
    );
    const opened = fs.readdirSync(path.join(root, 'media')).filter((name) => name.endsWith('.md'));
    assert.ok(opened.length > 2);
    assert.deepEqual(
      opened.filter((name) => !lines.includes(`media/${name}`)),
      [],
    );
  });
});
