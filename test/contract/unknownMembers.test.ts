import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import validateFromPage from '../../src/core/flows/compiledFromPage';
import validateToPage from '../../src/core/flows/compiledToPage';
import { messageProblem } from '../../src/core/flows/messageProblem';
import { messageWords } from '../../src/core/flows/messageWords';
import { pointerOf } from '../../src/core/json/pointer';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { settingsErrorText } from '../../src/vscode/server/settingsErrorText';
import { read } from '../core/scenario/reading';
import { Control, devServers } from '../server/devServers';
import { serverSettingSchemas } from '../support/manifestSettings';
import { misspelt, type ObjectPlace, ObjectPlaces, type PlaceSchema } from '../support/objectPlaces';

const root = path.resolve(__dirname, '../../..');
const json = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
const OPTIONS = json('schemas/server.schema.json');
const SCENARIO = json('schemas/scenario.schema.json');
const FILES = { 'server.schema.json': OPTIONS, 'scenario.schema.json': SCENARIO };
const OPENAPI = json('schemas/openapi.json');
const FROM_PAGE = json('src/core/flows/fromPage.schema.json');
const PREFIX = 'sessionWorkbench.server.';
/** Near to no name that there is. */
const UNKNOWN = 'zzyzx';
/** Of two names that are as near, none may be meant; of a short one, nobody can tell. */
const SHORTEST = 5;
/** A finding has no longer part than this, and has three at most. */
const LONGEST = 700;

const settings: PlaceSchema = {
  type: 'object',
  properties: Object.fromEntries(serverSettingSchemas<PlaceSchema>(json('package.json'))),
};

function refusal(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('It is taken.');
}

/** What is said of the place in a scenario. If a name is refused, it is underlined. */
function scenarioRefusal(place: readonly string[], value: unknown, name?: string): string {
  const text = JSON.stringify(value);
  const finding = read(text).findings.find(({ pointer }) => pointer === pointerOf(place));
  assert.ok(finding, `${place.join('.')}: ${text}`);
  const marked = text.slice(finding.range.start.character, finding.range.end.character);
  if (name !== undefined) assert.equal(marked, JSON.stringify(name));
  return finding.message;
}

/** Of each kind of JSON that somebody writes: its objects, and what is said of a member more in one of them. */
const KINDS: Readonly<
  Record<
    string,
    {
      readonly places: readonly ObjectPlace[];
      readonly least: number;
      readonly leastChoices: number;
      /** @param name a member that is not known at the end of the place */
      readonly refused: (place: readonly string[], value: unknown, name?: string) => string;
      /** How the sentence names the place. A finding is at its place already. */
      readonly where?: (place: readonly string[]) => string;
    }
  >
> = {
  options: {
    places: [...new ObjectPlaces(OPTIONS).in(OPTIONS)],
    least: 20,
    leastChoices: 10,
    refused: (_place, value) => refusal(() => checkedOptions(value)),
    where: (place) => (place.length === 0 ? 'the options' : `“${place.join('.')}”`),
  },
  settings: {
    places: [...new ObjectPlaces(settings).in(settings)],
    least: 20,
    leastChoices: 10,
    refused: (_place, value) => String(settingsErrorText(value as Record<string, unknown>)),
    where: (place) => `“${PREFIX}${place.join('.')}”`,
  },
  scenario: {
    places: [...new ObjectPlaces(SCENARIO, FILES).in(SCENARIO)],
    least: 60,
    leastChoices: 15,
    refused: scenarioRefusal,
  },
  'message of the page': {
    places: [...new ObjectPlaces(FROM_PAGE, FILES).in(FROM_PAGE)],
    least: 20,
    leastChoices: 3,
    refused: (_place, value) => String(messageProblem(validateFromPage, value, messageWords)),
    where: (place) => (place.length === 0 ? 'the message' : `“${place.join('.')}”`),
  },
};

function assertHelps(message: string, { path: place, names }: ObjectPlace, name: string): void {
  const told = `${place.join('.')}, ${name}: ${message}`;
  const quoted = (each: string) => message.includes(`“${each}”`) || message.includes(JSON.stringify(each));
  assert.ok(quoted(name), told);
  assert.ok(names.some(quoted), told);
  assert.ok(message.length < LONGEST, told);
  assert.doesNotMatch(message, /undefined|must NOT|\[object|\n/, told);
}

describe('A member that is not known', () => {
  for (const [kind, { places, least, leastChoices, refused, where }] of Object.entries(KINDS)) {
    it(`a member that no object of its schema has is refused with its place, its name and what may be there: ${kind}`, () => {
      assert.ok(places.length >= least, String(places.length));
      for (const place of places) {
        const message = refused([...place.path, UNKNOWN], place.with(UNKNOWN), UNKNOWN);
        assertHelps(message, place, UNKNOWN);
        if (where) assert.ok(message.startsWith(where(place.path)), message);
      }
    });

    it(`a member with a letter twice is refused with the name that is meant: ${kind}`, () => {
      let meant = 0;
      for (const place of places) {
        for (const name of place.names.filter(({ length }) => length >= SHORTEST)) {
          const slip = misspelt(name);
          if (place.names.includes(slip)) continue;
          const message = refused([...place.path, slip], place.with(slip), slip);
          assertHelps(message, place, slip);
          assert.ok(message.includes(`“${name}”`) || message.includes(JSON.stringify(name)), message);
          if (/may be meant|is "[^"]+" meant/.test(message)) meant++;
        }
      }
      assert.ok(meant >= least, String(meant));
    });

    it(`a value that is none of those that may be there is refused with these: ${kind}`, () => {
      let choices = 0;
      for (const place of places) {
        for (const [name, values] of place.choices) {
          const message = refused([...place.path, name], place.with(name, UNKNOWN));
          const told = `${place.path.join('.')}.${name}: ${message}`;
          assert.ok(
            values.some((value) => message.includes(JSON.stringify(value))),
            told,
          );
          assert.ok(message.includes([...place.path, name].join('.')), told);
          choices++;
        }
      }
      assert.ok(choices >= leastChoices, String(choices));
    });

    it(`what is no object where one must be is refused with what the object may have: ${kind}`, () => {
      for (const place of places) {
        const message = refused(place.path, place.instead([]));
        const told = `${place.path.join('.')}: ${message}`;
        if (place.path.length === 0 && kind === 'scenario') assert.match(message, /A scenario is one JSON object/);
        else
          assert.ok(
            place.names.some((name) => message.includes(`“${name}”`) || message.includes(`"${name}"`)),
            told,
          );
        if (where) assert.ok(message.startsWith(where(place.path)), told);
      }
    });
  }

  it('a member that no message for the page has is refused with its place and its name', () => {
    const schema = json('src/core/flows/toPage.schema.json');
    const places = [...new ObjectPlaces(schema, FILES).in(schema)];
    assert.ok(places.length > 3, String(places.length));
    for (const place of places) {
      const message = String(messageProblem(validateToPage, place.with(UNKNOWN)));
      assert.ok(message.includes(UNKNOWN), message);
      assert.ok(message.startsWith(place.path.length === 0 ? 'it ' : pointerOf(place.path)), message);
    }
  });

  describe('in a call of the control API', () => {
    const start = devServers();

    it('a member that no object of a body has is refused with its place, its name and what may be there', async () => {
      const server = await start({ mobile: {}, web: {}, mendix: {}, tokens: {} });
      const control = new Control(server.address());
      let calls = 0;
      for (const [route, methods] of Object.entries<Record<string, { requestBody?: Body }>>(OPENAPI.paths)) {
        for (const [method, { requestBody }] of Object.entries(methods)) {
          const schema = requestBody?.content?.['application/json']?.schema;
          if (!schema) continue;
          for (const place of new ObjectPlaces(OPENAPI).in(schema)) {
            const target = route.replace('/_workbench/v1', '').replace(/\{[^}]+\}/g, 'x');
            const { status, json: answer } = await control.call(method.toUpperCase(), target, place.with(UNKNOWN));
            assert.equal(status, 400, `${method} ${route} ${place.path.join('.')} ${JSON.stringify(answer)}`);
            assertHelps(answer.error.message, place, UNKNOWN);
            calls++;
          }
        }
      }
      assert.ok(calls > 5, String(calls));
    });
  });
});

interface Body {
  readonly content?: { readonly 'application/json'?: { readonly schema?: PlaceSchema } };
}
