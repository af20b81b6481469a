import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { settingsErrorText } from '../../src/vscode/server/settingsErrorText';
import { serverSettingSchemas } from '../support/manifestSettings';
import { allOptionPlaces, type OptionPlace, type OptionSchema, optionPlaces } from '../support/optionPlaces';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
const PREFIX = 'sessionWorkbench.server.';

const settings = serverSettingSchemas<OptionSchema>(read('package.json'));

/** A value of each kind that JSON has, empty and not, and what stands for `false` in quotes. */
const VALUES: unknown[] = [false, true, 'false', 'true', '', 'x', 0, 1, -1, 1.5, null, [], [0], {}, { odd: 1 }];

function kindsOf(value: unknown): string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  return [typeof value];
}

/** What its schema does not allow by kind or choice: with the words that the refusal must have. */
function wrongFor({ schema }: OptionPlace): unknown[] {
  if (schema.enum) return VALUES.filter((value) => !schema.enum?.includes(value));
  const types = [schema.type ?? []].flat();
  return VALUES.filter((value) => !kindsOf(value).some((kind) => types.includes(kind)));
}

const WORDS: Record<string, string> = {
  boolean: 'true or false',
  string: 'a ',
  integer: 'a whole number',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

function assertSays(message: string, where: string, { schema }: OptionPlace): void {
  assert.ok(message.startsWith(`${where} must be `), message);
  assert.doesNotMatch(message, /\n|\[object|undefined|\\x|must be equal|must match/, message);
  for (const value of schema.enum ?? []) assert.ok(message.includes(JSON.stringify(value)), message);
  if (schema.enum) return;
  for (const type of [schema.type ?? []].flat()) assert.ok(message.includes(WORDS[type] ?? '?'), message);
}

describe('A setting of the dev server that is not what it may be', () => {
  const all = settings.flatMap(([name, schema]) => optionPlaces(name, schema, (value) => ({ [name]: value })));

  it('settings that are what they may be are in order', () => {
    assert.equal(settingsErrorText({}), undefined);
    for (const [name, schema] of settings) {
      assert.equal(settingsErrorText({ [name]: (schema as { default: unknown }).default }), undefined, name);
    }
  });

  for (const place of all) {
    it(`a setting is refused by the name that its user writes, with what it may be: ${place.name}`, () => {
      const wrong = wrongFor(place);
      assert.ok(wrong.length > 5);
      for (const value of wrong) {
        const message = settingsErrorText(place.whole(value));
        assert.ok(message !== undefined, `${place.name} takes ${JSON.stringify(value)}`);
        assertSays(message, `“${PREFIX}${place.name}”`, place);
      }
    });
  }

  const MORE: [settings: Record<string, unknown>, words: RegExp][] = [
    [{ lan: 'false' }, /^“sessionWorkbench\.server\.lan” must be true or false, not a text$/],
    [{ port: 65536 }, /\.port” must be a whole number from 0 to 65535$/],
    [{ httpsCertificate: { cert: 'a.pem' } }, /\.httpsCertificate” must have “key” too, as it has “cert”$/],
    [
      { mobile: { rules: [] } },
      /^“sessionWorkbench\.server” must not have “mobile”; .* more, which are in the list of suggestions in settings\.json$/,
    ],
    [{ prot: 8080 }, /^“sessionWorkbench\.server” must not have “prot”; “port” may be meant; /],
    // The shape that the option has in a file.
    [{ web: true }, /\.web” must be one of "automatic", "on", "off"/],
    [
      { mobileOptions: { seats: 3 } },
      /\.mobileOptions” must not have “seats”; “sessionWorkbench\.server\.mobileOptions” may have .*“rules”, .*“licences”/,
    ],
    [
      { mobileOptions: { licenses: 3 } },
      /\.mobileOptions” must not have “licenses”; “licences” may be meant; “[^”]*” may have “licences”, /,
    ],
    [{ webOptions: { cokie: {} } }, / more, which are in the list of suggestions in settings\.json$/],
    [
      { mobileOptions: { otherwise: { outcome: 'accept', mail: true } } },
      /\.mobileOptions\.otherwise\.mail” goes with the outcome "pending" only$/,
    ],
    [
      { mobileOptions: { rules: [{ email: '', outcome: 'refuse', userInfo: {} }] } },
      /\.mobileOptions\.rules\.0\.userInfo” goes with/,
    ],
    [
      { mobileOptions: { serverHeader: 'a\nb' } },
      /\.mobileOptions\.serverHeader” must be a text of ASCII characters in one line/,
    ],
  ];
  for (const [value, words] of MORE) {
    it(`a setting that is not what it may be is told in words: ${JSON.stringify(value)}`, () =>
      assert.match(String(settingsErrorText(value)), words));
  }

  it('the reason of a refusal never has what may be a password', () => {
    const message = settingsErrorText({ webOptions: { users: [{ name: 'a', password: 271828 }] } });
    assert.doesNotMatch(String(message), /271828/);
  });
});

describe('An option of a server that is not what it may be', () => {
  for (const place of allOptionPlaces()) {
    it(`an option of a server is refused with what it may be: ${place.name || 'all of them'}`, () => {
      for (const value of wrongFor(place)) {
        assert.throws(
          () => checkedOptions(place.whole(value)),
          ({ message }: Error) => {
            assertSays(message, place.name === '' ? 'the options' : `“${place.name}”`, place);
            return true;
          },
          `${place.name} takes ${JSON.stringify(value)}`,
        );
      }
    });
  }

  it('an option that does not fit a pattern is told in words', () => {
    const all = allOptionPlaces().filter(({ schema }) => schema.pattern !== undefined);
    assert.ok(all.length > 3);
    for (const { name, whole } of all) {
      assert.throws(
        () => checkedOptions(whole('//a b\n;')),
        ({ message }: Error) => {
          assert.match(message, /must be (?:a whole number from \d+ to \d+ or )?a (?:text|path) /, name);
          assert.doesNotMatch(message, /\^|that matches/, name);
          return true;
        },
      );
    }
  });
});
