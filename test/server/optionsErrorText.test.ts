import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import type { JsonError } from '../../src/core/compliance/jsonErrorText';
import { checkedOptions } from '../../src/server/kernel/options/optionsCheck';
import { optionsErrorText } from '../../src/server/kernel/options/optionsErrorText';
import { filesIn } from '../support/filesIn';
import { OPTIONS_SCHEMA } from '../support/optionPlaces';

interface Part {
  readonly pattern?: string;
  readonly patternWords?: string;
  readonly then?: { readonly properties?: Readonly<Record<string, unknown>> };
  readonly thenWords?: string;
}

/** All parts of a schema, at any depth. */
function partsOf(schema: unknown): Part[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return [...(Array.isArray(schema) ? [] : [schema]), ...Object.values(schema).flatMap(partsOf)];
}

/** What a server with options of this schema would say of a value. */
function said(schema: object, value: unknown): string {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false });
  const validate = ajv.compile(schema);
  assert.equal(validate(value), false);
  return optionsErrorText(validate.errors as JsonError[]);
}

/** The options of a system that nothing in the kernel knows. */
const TIMER = {
  type: 'object',
  properties: {
    timer: {
      type: 'object',
      properties: {
        every: { type: 'string', pattern: '^\\d+ s$', patternWords: 'a time such as “5 s”' },
        either: { type: ['integer', 'string'], minimum: 1, pattern: '^\\d+ s$', patternWords: 'a time such as “5 s”' },
        name: { type: 'string', minLength: 1, maxLength: 3 },
        note: { type: 'string', maxLength: 1 },
        names: { type: 'array', minItems: 1, maxItems: 2 },
        bare: { type: 'string', pattern: '^x$' },
        kind: { enum: ['once', 'often', 'never'] },
        // By the names of options of another system.
        mail: { type: 'boolean' },
        userInfo: { type: 'boolean' },
        left: { type: 'boolean' },
      },
      allOf: [
        {
          if: { properties: { kind: { enum: ['never'] } }, required: ['kind'] },
          // biome-ignore lint/suspicious/noThenProperty: It is a keyword of JSON Schema.
          then: { properties: { mail: false } },
          thenWords: 'goes with a timer that goes off',
        },
        {
          if: { properties: { kind: { enum: ['never', 'once'] } }, required: ['kind'] },
          // biome-ignore lint/suspicious/noThenProperty: It is a keyword of JSON Schema.
          then: { properties: { userInfo: false } },
          thenWords: 'goes with the kind "often" only',
        },
        {
          if: { properties: { kind: { enum: ['often'] } }, required: ['kind'] },
          // biome-ignore lint/suspicious/noThenProperty: It is a keyword of JSON Schema.
          then: { properties: { left: false } },
        },
      ],
    },
  },
};

describe('The reason why options are refused', () => {
  const table: readonly [timer: object, reason: string][] = [
    [{ every: 'soon' }, '“timer.every” must be a time such as “5 s”'],
    [{ every: 5 }, '“timer.every” must be a time such as “5 s”, not a number'],
    [{ either: 0 }, '“timer.either” must be a whole number from 1 on or a time such as “5 s”'],
    [{ name: 'long' }, '“timer.name” must have no more than 3 characters'],
    [{ name: '' }, '“timer.name” must be a text that is not empty and has no more than 3 characters'],
    [{ name: 5 }, '“timer.name” must be a text that is not empty and has no more than 3 characters, not a number'],
    [{ note: 'long' }, '“timer.note” must have no more than 1 character'],
    [{ note: 5 }, '“timer.note” must be a text that has no more than 1 character, not a number'],
    [{ names: [] }, '“timer.names” must have at least one item'],
    [{ names: ['a', 'b', 'c'] }, '“timer.names” must have no more than 2 items'],
    [{ bare: 'y' }, '“timer.bare” must be a text that matches ^x$'],
    [{ kind: 'never', mail: true }, '“timer.mail” goes with a timer that goes off'],
    [{ kind: 'never', userInfo: true }, '“timer.userInfo” goes with the kind "often" only'],
    [{ kind: 'once', userInfo: true }, '“timer.userInfo” goes with the kind "often" only'],
    [{ kind: 'never', userInfo: true, mail: true }, '“timer.mail” goes with a timer that goes off'],
    [{ kind: 'often', left: true }, '“timer.left” must not be there'],
  ];
  for (const [timer, reason] of table) {
    it(`the reason has the words that a system has in its own part of the schema: ${JSON.stringify(timer)}`, () =>
      assert.equal(said(TIMER, { timer }), reason));
  }

  for (const [options, reason] of [
    [
      { mendix: { users: [{ name: 'a', pasword: 'b' }] } },
      '“mendix.users.0” must not have “pasword”; “password” may be meant; “mendix.users.0” may have “name”, “password” and “active”',
    ],
    [
      { mendix: { users: [{ name: 'a', pin: 'b' }] } },
      '“mendix.users.0” must not have “pin”, and must have “password”',
    ],
    [
      { mendix: { users: [{ name: 'a' }] } },
      '“mendix.users.0” must have “password” too: “mendix.users.0” must be an object that has “name” and “password”',
    ],
    [{ mendix: { users: [{}] } }, '“mendix.users.0” must have “name” and “password”'],
    [{ mendix: { users: [{ active: true }] } }, '“mendix.users.0” must have “name” and “password” too'],
    [{ mendix: { SessionTimeout: 1 } }, '“mendix” must not have “SessionTimeout”; it belongs into “mendix.settings”'],
    [
      { mendix: { 'com.mendix.core.StorageService': 'x' } },
      '“mendix” must not have “com.mendix.core.StorageService”; it belongs into “mendix.settings”',
    ],
    [{ SessionTimeout: 1 }, 'the options must not have “SessionTimeout”; it belongs into “mendix.settings”'],
    [{ mendix: { gap: 'revive' } }, '“mendix” must not have “gap”; it belongs into “mendix.switches”'],
    [
      { mendix: { settings: { rotateToken: true } } },
      '“mendix.settings” must not have “rotateToken”; it belongs into “mendix.switches”',
    ],
    [
      { mendix: { SessionTimout: 1 } },
      '“mendix” must not have “SessionTimout”; “SessionTimeout” in “mendix.settings” may be meant',
    ],
    [{ web: { sameSite: 'lax' } }, '“web” must not have “sameSite”; it belongs into “web.cookie”'],
    [{ mendix: { port: 8080 } }, '“mendix” must not have “port”; it belongs into the options or into “platform”'],
  ] as const) {
    it(`the reason tells what is meant, or where it belongs: ${JSON.stringify(options)}`, () =>
      assert.throws(() => checkedOptions(options), { message: reason }));
  }

  it('every pattern and every exclusion in the options of a server has its words beside it', () => {
    const parts = partsOf(OPTIONS_SCHEMA);
    const patterns = parts.filter(({ pattern }) => typeof pattern === 'string');
    const exclusions = parts.filter(({ then }) => Object.values(then?.properties ?? {}).includes(false));
    assert.ok(patterns.length > 3 && exclusions.length > 1);
    for (const { pattern, patternWords = '' } of patterns) assert.match(patternWords, /^an? (text|path) /, pattern);
    for (const { then, thenWords = '' } of exclusions) assert.match(thenWords, /^goes with /, JSON.stringify(then));
  });

  it('no file of the kernel has the words that are in the options of a system', () => {
    const files = filesIn('src/server/kernel', /\.ts$/);
    const texts = files.map((file) => fs.readFileSync(path.resolve(__dirname, '../../..', file), 'utf8'));
    assert.ok(texts.length > 20);
    for (const words of partsOf(OPTIONS_SCHEMA).flatMap(({ patternWords, thenWords }) => [patternWords, thenWords])) {
      if (words !== undefined) assert.ok(!texts.some((text) => text.includes(words)), words);
    }
  });
});
