import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type ASTNode, getLanguageService, type JSONSchema, TextDocument } from 'vscode-json-languageservice';
import { OPTIONS_SCHEMA, type OptionSchema } from '../support/optionPlaces';
import { shippedPatterns } from '../support/shippedPatterns';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const FILES = ['session-workbench.json', 'old.session-workbench.json'];

type Told = string | { readonly value: string };

function wordsOf(told: Told): string {
  return typeof told === 'string' ? told : told.value;
}

/** The JSON support of VS Code with the schemas of the manifest. */
class JsonSupport {
  /** What was asked for beyond the files of the manifest. */
  readonly asked: string[] = [];
  private readonly service = getLanguageService({
    schemaRequestService: async (uri) => {
      this.asked.push(uri);
      throw new Error(`${uri} is not there`);
    },
  });

  constructor() {
    const { jsonValidation } = JSON.parse(read('package.json')).contributes;
    const byUrl = new Map<string, string[]>();
    for (const { fileMatch, url } of jsonValidation) byUrl.set(url, [...(byUrl.get(url) ?? []), fileMatch]);
    this.service.configure({
      validate: true,
      schemas: [...byUrl].map(([url, fileMatch]) => ({
        uri: `package:/${url}`,
        fileMatch,
        schema: JSON.parse(read(url)) as JSONSchema,
      })),
    });
  }

  async problems(file: string, value: unknown): Promise<string[]> {
    const { document, json } = this.opened(file, value);
    return (await this.service.doValidation(document, json)).map(({ message }) => wordsOf(message));
  }

  /** What the mouse over a name says. */
  async hover(file: string, value: unknown, at: readonly (string | number)[]): Promise<string> {
    const { document, json } = this.opened(file, value);
    const node = this.node(json.root, at);
    const hover = await this.service.doHover(document, document.positionAt(node.offset + 1), json);
    const contents = hover?.contents;
    const parts = [contents ?? []].flat() as Told[];
    return parts.map(wordsOf).join('\n');
  }

  /** The names that are offered in an object. */
  async offered(file: string, value: unknown, at: readonly (string | number)[]): Promise<string[]> {
    const { document, json } = this.opened(file, value);
    const node = this.node(json.root, at).parent?.children?.[1];
    assert.ok(node);
    const list = await this.service.doComplete(document, document.positionAt(node.offset + 1), json);
    return (list?.items ?? []).map(({ label }) => label);
  }

  /** The node of the name, or of the element of a list. */
  private node(from: ASTNode | undefined, at: readonly (string | number)[]): ASTNode {
    let node = from;
    let found: ASTNode | undefined;
    for (const step of at) {
      if (typeof step === 'number') found = node = node?.children?.[step];
      else {
        const property = node?.children?.find((each) => each.type === 'property' && each.keyNode.value === step);
        [found, node] = property?.children ?? [];
      }
    }
    assert.ok(found, at.join('/'));
    return found;
  }

  private opened(file: string, value: unknown) {
    const document = TextDocument.create(`file:///project/${file}`, 'json', 1, JSON.stringify(value));
    return { document, json: this.service.parseJSONDocument(document) };
  }
}

const resolved = ({ $ref, ...rest }: OptionSchema): OptionSchema =>
  $ref === undefined ? rest : { ...OPTIONS_SCHEMA.definitions[$ref.split('/').at(-1) as string], ...rest };

/** Each option at any depth, as the path to it. */
function* optionsIn(given: OptionSchema, before: readonly (string | number)[] = []): Generator<(string | number)[]> {
  const { properties = {}, items } = resolved(given);
  for (const [name, each] of Object.entries(properties)) {
    yield [...before, name];
    yield* optionsIn(each, [...before, name]);
  }
  if (items) yield* optionsIn(items, [...before, 0]);
}

/** The smallest value in which there is something at a path. */
function valueAt([step, ...rest]: readonly (string | number)[]): unknown {
  if (step === undefined) return {};
  return typeof step === 'number' ? [valueAt(rest)] : { [step]: valueAt(rest) };
}

describe('the configuration in the editor', () => {
  const PLACES = [...optionsIn(OPTIONS_SCHEMA)].filter(([first]) => first !== '$schema');
  const MENDIX_SETTINGS = Object.keys(OPTIONS_SCHEMA.definitions.mendixSettings?.properties ?? {});

  for (const file of FILES) {
    it(`every option says in ${file} what it is, at any depth and without the network`, async () => {
      const support = new JsonSupport();
      assert.ok(PLACES.length > 80);
      const silent: string[] = [];
      for (const at of PLACES) {
        if ((await support.hover(file, valueAt(at), at)).length < 10) silent.push(at.join('/'));
      }
      assert.deepEqual([silent, support.asked], [[], []]);
    });

    it(`custom settings of Mendix are completed in ${file}, a hover tells the unit, and a wrong one is underlined`, async () => {
      const support = new JsonSupport();
      const at = ['mendix', 'settings'];
      const names = await support.offered(file, valueAt(at), at);
      assert.deepEqual(names.sort(), [...MENDIX_SETTINGS].sort());
      const hover = await support.hover(file, { mendix: { settings: { SessionTimeout: 1000 } } }, [
        ...at,
        'SessionTimeout',
      ]);
      assert.match(hover, /milliseconds/);
      const problems = (settings: object) => support.problems(file, { mendix: { settings } });
      assert.match((await problems({ SessionTimout: 1000 })).join(), /SessionTimout/);
      assert.equal((await problems({ SessionTimeout: 'ten minutes' })).length, 1);
      assert.deepEqual(await problems({ SessionTimeout: 'PT10M' }), []);
    });
  }

  it('a file of another name is left alone by the schema of a configuration', async () => {
    const support = new JsonSupport();
    for (const file of ['package.json', 'my-session-workbench.json', 'session-workbench.json.json', 'options.json']) {
      assert.deepEqual(await support.problems(file, { mendix: { settings: { SessionTimout: 1 } } }), [], file);
    }
  });

  it('the schema of a configuration ships, and docs/switches.md and docs/mendix.md name the file', () => {
    assert.ok(shippedPatterns().includes('schemas/*.json'));
    for (const guide of ['docs/switches.md', 'docs/mendix.md']) {
      for (const name of ['`session-workbench.json`', '`*.session-workbench.json`']) {
        assert.ok(read(guide).includes(name), `${guide}: ${name}`);
      }
    }
  });
});
