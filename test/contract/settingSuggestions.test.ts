import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { filledSnippet } from '../support/filledSnippet';
import { manifestSettings } from '../support/manifestSettings';

/** What is suggested for a value, and what is in it. */
interface Part {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly defaultSnippets?: readonly { readonly label: string; readonly body: unknown }[];
  readonly properties?: Readonly<Record<string, Part>>;
  readonly items?: Part;
  readonly additionalProperties?: Part | boolean;
  readonly markdownEnumDescriptions?: readonly string[];
  readonly keywords?: readonly string[];
}

const root = path.resolve(__dirname, '../../..');
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const SETTINGS = Object.entries(manifestSettings<Part>(manifest));

/** What people look for where no member has these words. */
const CALLED: Readonly<Record<string, readonly string[]>> = {
  'sessionWorkbench.server.tokensOptions': ['idle timeout', 'absolute timeout', 'lifetime'],
  'sessionWorkbench.server.mendixOptions': ['idle timeout'],
};

/** The words in the name of a member: `refreshIdleSeconds` is `refresh idle seconds`. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .toLowerCase();
}

/** A value and all values in it, by their names with dots. */
function partsOf(name: string, part: Part): [string, Part][] {
  const { properties = {}, items, additionalProperties } = part;
  const others = [items, typeof additionalProperties === 'object' ? additionalProperties : undefined];
  return [
    [name, part],
    ...Object.entries(properties).flatMap(([each, of]) => partsOf(`${name}.${each}`, of)),
    ...others.flatMap((each) => (each ? partsOf(`${name}[]`, each) : [])),
  ];
}

/** The names of the members of a value, at any depth. */
function membersOf({ properties = {}, items, additionalProperties }: Part): string[] {
  const others = [items, typeof additionalProperties === 'object' ? additionalProperties : undefined];
  return [
    ...Object.entries(properties).flatMap(([name, part]) => [name, ...membersOf(part)]),
    ...others.flatMap((each) => (each ? membersOf(each) : [])),
  ];
}

describe('What the editor suggests for settings', () => {
  const ajv = new Ajv({ strict: false });
  const isAllowed = new Map<Part, ValidateFunction>();
  const check = (part: Part, value: unknown, what: string) => {
    const validate = isAllowed.get(part) ?? ajv.compile(part);
    isAllowed.set(part, validate);
    assert.ok(validate(value), `${what}: ${JSON.stringify(value)} ${JSON.stringify(validate.errors)}`);
  };

  it('each example and each snippet of a setting, at any depth, is a value that the setting takes', () => {
    let count = 0;
    for (const [name, part] of SETTINGS.flatMap(([key, each]) => partsOf(key, each))) {
      for (const example of part.examples ?? []) check(part, example, name);
      for (const { label, body } of part.defaultSnippets ?? []) check(part, filledSnippet(body), `${name}, ${label}`);
      count += (part.examples?.length ?? 0) + (part.defaultSnippets?.length ?? 0);
    }
    assert.ok(count > 80, String(count));
  });

  it('a whole value is suggested where a setting is an object or a list, or a text without choices', () => {
    const without = SETTINGS.filter(([, { type, enum: choices, defaultSnippets = [] }]) => {
      const isWritten = ['object', 'array', 'string'].includes(String(type)) && !choices;
      return isWritten && defaultSnippets.length === 0;
    });
    assert.deepEqual(
      without.map(([key]) => key),
      [],
    );
  });

  it('a setting is found by the name of each member that it has at any depth, by the words in it, and by what else people call it', () => {
    for (const [key, part] of SETTINGS) {
      const names = [...new Set(membersOf(part))];
      const words = [...names.map(wordsOf).filter((each) => !names.includes(each)), ...(CALLED[key] ?? [])];
      assert.deepEqual(part.keywords ?? [], [...names, ...new Set(words)], key);
    }
    const foundBy = (text: string) =>
      SETTINGS.filter(([, { keywords = [] }]) => {
        const all = keywords.join(' ');
        return text.split(' ').every((word) => all.includes(word));
      }).map(([key]) => key);
    const [tokens, mendix] = ['sessionWorkbench.server.tokensOptions', 'sessionWorkbench.server.mendixOptions'];
    assert.deepEqual(foundBy('graceSeconds'), [tokens]);
    assert.deepEqual(foundBy('grace seconds'), [tokens]);
    assert.deepEqual(foundBy('idle timeout'), [mendix, tokens]);
  });

  it('each value of a setting with choices is described', () => {
    for (const [key, { enum: choices, markdownEnumDescriptions }] of SETTINGS) {
      assert.equal(markdownEnumDescriptions?.length, choices?.length, key);
    }
  });

  it('settings stand in two sections, those of the dev server alone in one, and each has a place of its own', () => {
    const sections: { title: string; properties: Record<string, { order: number }> }[] =
      manifest.contributes.configuration;
    assert.deepEqual(
      sections.map(({ title }) => title),
      ['%configuration.sessions%', '%configuration.server%'],
    );
    const ofServer = sections.map(({ properties }) =>
      Object.keys(properties).map((key) => key.startsWith('sessionWorkbench.server.')),
    );
    assert.deepEqual(
      ofServer.map((each) => [...new Set(each)]),
      [[false], [true]],
    );
    for (const { properties } of sections) {
      const orders = Object.values(properties).map(({ order }) => order);
      assert.deepEqual(
        orders,
        [...new Set(orders)].sort((a, b) => a - b),
      );
    }
  });
});
