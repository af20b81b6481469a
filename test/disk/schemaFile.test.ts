import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../src/core/compliance/finding';
import { phraseText } from '../../src/core/compliance/phrase';
import { SessionChecker } from '../../src/core/compliance/sessionChecker';
import { CheckPool } from '../../src/disk/checkPool';
import { loadSchema } from '../../src/disk/schemaCheck';
import { told } from '../core/compliance/checking';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { temporaryFolder, writeTree } from './temporaryFolder';

const DRAFT_04 = 'http://json-schema.org/draft-04/schema#';
const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';
const VERSION = {
  properties: { device: { properties: { version: { type: 'number', minimum: 5, exclusiveMinimum: true } } } },
};

describe('A schema file', () => {
  const temporary = temporaryFolder();

  function findings(schema: unknown, text: string): Finding[] {
    const file = path.join(temporary(), 'schema.json');
    writeTree(temporary(), { 'schema.json': schema });
    const checker = new SessionChecker(loadSchema(file));
    return checker.check({ applicationFolder: 'a', name: 'b', text }).findings;
  }

  const refuses = (schema: unknown, text: string, ...expected: ReturnType<typeof told>) =>
    assert.deepEqual(told(findings(schema, text), text), expected);

  const version = (value: unknown) => JSON.stringify({ device: { version: value } });

  it('a schema file in draft-07 is read as such', () => {
    const schema = { $schema: DRAFT_07, properties: { a: { const: 1 }, b: { exclusiveMinimum: 5 } } };
    refuses(schema, '{"a":1,"b":6}');
    refuses(schema, '{"a":2,"b":5}', ['mobi/3', '/a', '2'], ['mobi/3', '/b', '5']);
  });

  for (const $schema of [DRAFT_04, DRAFT_07]) {
    it(`patterns of a schema file (${$schema}) are judged that JavaScript needs years for`, () => {
      const text = 'a'.repeat(5000);
      refuses({ $schema, properties: { a: { pattern: '^(a+)+$' } } }, JSON.stringify({ a: text }));
      refuses({ $schema, properties: { a: { pattern: '^(a+)+$' } } }, JSON.stringify({ a: `${text}!` }), [
        'mobi/3',
        '/a',
        `"${text}!"`,
      ]);
      refuses({ $schema, patternProperties: { '(a|a)*b': { not: {} } } }, JSON.stringify({ [text]: 1 }));
    });

    it(`a pattern of a schema file (${$schema}) that nobody can judge is a finding with its name`, () => {
      const [finding, ...others] = findings(
        { $schema, properties: { a: { pattern: '^(a|a)*\\1b$' } } },
        JSON.stringify({ a: 'a'.repeat(60) }),
      );
      assert.deepEqual(others, []);
      assert.match(finding?.message ?? '', /“\^\(a\|a\)\*\\1b\$” takes too many steps/);
    });
  }

  it('a schema file in draft-04 is read as such, its boolean exclusiveMinimum and its id too', () => {
    const schema = { $schema: DRAFT_04, id: 'http://example.com/session', ...VERSION };
    refuses(schema, version(6));
    refuses(schema, version(5), ['mobi/3', '/device/version', '5']);
  });

  for (const scheme of ['http', 'https']) {
    for (const end of ['#', '']) {
      for (const draft of [4, 6, 7]) {
        const $schema = `${scheme}://json-schema.org/draft-0${draft}/schema${end}`;
        it(`a schema file that names its draft ${$schema} is read as such`, () => {
          refuses({ $schema, required: ['a'] }, '{}', ['mobi/3', '', '{}']);
          // Draft-04 has no such keyword, and what it does not know it takes for nothing.
          const found: [string, string, string][] = draft === 4 ? [] : [['mobi/3', '/a', '1']];
          refuses({ $schema, properties: { a: { const: 2 } } }, '{"a":1}', ...found);
          const minimum = draft === 4 ? { minimum: 5, exclusiveMinimum: true } : { exclusiveMinimum: 5 };
          refuses({ $schema, properties: { a: minimum } }, '{"a":5}', ['mobi/3', '/a', '5']);
        });
      }
    }
  }

  for (const $schema of [
    'https://json-schema.org/draft/2020-12/schema',
    'x',
    7,
    'http://json-schema.org/draft-03/schema#',
  ]) {
    it(`a schema file whose draft is ${$schema} is refused with the drafts that are read`, () => {
      assert.throws(() => findings({ $schema }, '{}'), /draft-04, draft-06 and draft-07 are read: name one of them/);
    });
  }

  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    it(`a schema file can require ${name}, which every object inherits`, () => {
      for (const $schema of [DRAFT_04, DRAFT_07]) {
        refuses({ $schema, required: [name] }, '{"a":1}', ['mobi/3', '', '{"a":1}']);
        refuses({ $schema, required: [name] }, `{"${name}":1}`);
      }
    });
  }

  it('a schema file that names no draft is read as draft-07 if it is one, else as draft-04', () => {
    refuses(VERSION, version(5), ['mobi/3', '/device/version', '5']);
    refuses({ properties: { a: { exclusiveMinimum: 5 } } }, '{"a":5}', ['mobi/3', '/a', '5']);
    refuses('{"if":{"required":["a"]},"then":{"required":["b"]}}', '{"a":1}', ['mobi/3', '', '{"a":1}']);
  });

  it('a schema file may begin with a byte order mark', () => {
    refuses(`\ufeff${JSON.stringify({ required: ['a'] })}`, '{}', ['mobi/3', '', '{}']);
  });

  it('a schema file may have formats and keywords that nobody knows', () => {
    refuses({ properties: { a: { format: 'x-session', 'x-order': 1 } } }, '{"a":"b"}');
  });

  it('a schema file that forbids more properties points at the property', () => {
    const text = '{"a":{"b/c":1,"d":2}}';
    refuses({ properties: { a: { properties: { d: {} }, additionalProperties: false } } }, text, [
      'mobi/3',
      '/a/b~1c',
      '1',
    ]);
  });

  it('a schema file that allows anything still asks for an object', () => {
    refuses(true, '{}');
    refuses(true, '[]', ['mobi/3', '', '[]']);
  });

  it('a schema file that goes as deep as the session is no way to stop the check', () => {
    const schema = {
      definitions: { node: { properties: { a: { $ref: '#/definitions/node' } } } },
      $ref: '#/definitions/node',
    };
    const nested = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;
    const [finding, ...more] = findings(schema, nested(100_000));
    assert.equal(finding?.code, 'mobi/2');
    assert.equal(finding.message, 'This is nested too deeply: the limit is 500 (JSON_DEPTH).');
    assert.deepEqual(more, []);
    refuses(schema, nested(500));
  });

  describe('one finding each', () => {
    const string = { type: 'string' };
    const rows: [what: string, schema: unknown, text: string, ...findings: ReturnType<typeof told>][] = [
      [
        'of a type and its values',
        { properties: { a: { type: 'string', enum: ['x'] } } },
        '{"a":1}',
        ['mobi/3', '/a', '1'],
      ],
      ['of anyOf', { properties: { a: { anyOf: [string, { type: 'null' }] } } }, '{"a":1}', ['mobi/3', '/a', '1']],
      ['of oneOf', { properties: { a: { oneOf: [string, { type: 'null' }] } } }, '{"a":1}', ['mobi/3', '/a', '1']],
      [
        'of anyOf with objects',
        { properties: { a: { anyOf: [{ required: ['b'] }, { properties: { c: { enum: [2] } }, required: ['c'] }] } } },
        '{"a":{"c":1}}',
        ['mobi/3', '/a', '{"c":1}'],
      ],
      [
        'of anyOf with references',
        {
          definitions: { b: { type: 'object', required: ['b'] }, c: { type: 'object', properties: { c: string } } },
          properties: { a: { anyOf: [{ $ref: '#/definitions/b' }, { $ref: '#/definitions/c' }] } },
        },
        '{"a":{"c":1}}',
        ['mobi/3', '/a', '{"c":1}'],
      ],
      [
        'of anyOf with references at the top',
        {
          definitions: { b: { required: ['b'] }, c: { properties: { c: string }, required: ['c'] } },
          anyOf: [{ $ref: '#/definitions/b' }, { $ref: '#/definitions/c' }],
        },
        '{"c":1}',
        ['mobi/3', '', '{"c":1}'],
      ],
      [
        'of anyOf in anyOf',
        { properties: { a: { anyOf: [{ anyOf: [string, { type: 'null' }] }, { type: 'array' }] } } },
        '{"a":1}',
        ['mobi/3', '/a', '1'],
      ],
      [
        'of contains and of names',
        { properties: { a: { contains: string }, b: { propertyNames: { pattern: '^x' } } } },
        '{"a":[1,2],"b":{"y":1}}',
        ['mobi/3', '/a', '[1,2]'],
        ['mobi/3', '/b/y', '1'],
      ],
      [
        'of if and then',
        '{"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]}}',
        '{"a":1}',
        ['mobi/3', '', '{"a":1}'],
      ],
      [
        'beside anyOf, and that of anyOf',
        { properties: { a: { enum: ['x'], anyOf: [{ pattern: '^x' }, { pattern: '^y' }] }, b: string } },
        '{"a":"z","b":1}',
        ['mobi/3', '/a', '"z"'],
        ['mobi/3', '/a', '"z"'],
        ['mobi/3', '/b', '1'],
      ],
      [
        'for each property that is missing',
        { required: ['a', 'b'], properties: { c: { required: ['d'] } } },
        '{"c":{}}',
        ['mobi/3', '', '{"c":{}}'],
        ['mobi/3', '', '{"c":{}}'],
        ['mobi/3', '/c', '{}'],
      ],
    ];
    for (const [what, schema, text, ...expected] of rows)
      it(`what a schema file does not allow gives one finding: ${what}`, () => refuses(schema, text, ...expected));
  });

  describe('schema files that cannot be used', () => {
    const files: [what: string, content: unknown, reason: RegExp][] = [
      ['a file that is not there', undefined, /is not there; make the file/],
      ['an empty file', '', /JSON/],
      ['a file that is not JSON', '{type: object}', /JSON/],
      ['a list', [], /schema/],
      ['a text', '"schema"', /schema/],
      ['null', 'null', /schema/],
      ['a keyword with the wrong value', { type: 'sessions' }, /type/],
      ['a pattern that is none', { properties: { a: { pattern: '(' } } }, /regular expression/i],
      ['a reference to nowhere', { $ref: '#/definitions/nothing' }, /nothing/],
      ['a draft that is not supported', { $schema: 'https://json-schema.org/draft/2020-12/schema' }, /2020-12/],
    ];
    for (const [what, content, reason] of files) {
      it(`no schema takes the place of a schema file that cannot be used, with one warning: ${what}`, async () => {
        if (content !== undefined) writeTree(temporary(), { 'schema.json': content });
        const pool = new CheckPool({ schemaFile: path.join(temporary(), 'schema.json') });
        const warnings: string[] = [];
        pool.onWarning((warning) => warnings.push(phraseText(warning)));
        const check = (text: string) =>
          pool.call('checkText', {
            file: { applicationFolder: SEED_APPLICATION, name: SEED_NAME, text },
            modified: 0,
            size: 0,
          });
        assert.deepEqual((await check(SEED_SESSION)).findings, []);
        const entry = await check(SEED_SESSION.replace('accepted', 'blocked'));
        assert.deepEqual(entry.findings, []);
        assert.match((await pool.call('schemaProblem', {})).problem ?? '', reason);
        await pool.dispose();
        assert.equal(warnings.length, 1);
        assert.match(warnings[0] as string, reason);
        assert.doesNotMatch(warnings[0] as string, /Cannot read propert/);
      });
    }
  });

  it('a schema file is read once, when the first check needs it', async () => {
    writeTree(temporary(), { 'schema.json': { required: ['nothing'] } });
    const file = path.join(temporary(), 'schema.json');
    const check = loadSchema(file);
    fs.rmSync(file);
    assert.equal(check({}).length, 1);
  });
});
