import assert from 'node:assert/strict';
import { type WebHarness, withWebServer } from './webHarness';

/** Mistakes of syntax, and the line at which Node finds each. */
const MISTAKES: readonly (readonly [what: string, source: string, line: number])[] = [
  ['a token that does not belong there', 'export const a = 1;\nexport const b = () => 1 +* 2;\n', 2],
  ['a missing brace', 'export function b() {\n  return 1;\n', 3],
  ['a name that is declared twice', 'export const a = 1;\n\nexport const a = 2;\n', 3],
  ['an export of what is not there', 'export const a = 1;\nexport { nothing };\n', 2],
  ['a text that does not end, after a byte order mark', "\uFEFFexport const a = 'open;\n", 1],
];

/** Where the module with the mistake is, the other modules, and what a client calls. */
const PLACES: readonly (readonly [
  what: string,
  file: string,
  others: Readonly<Record<string, unknown>>,
  target: string,
])[] = [
  ['a singleton', 'WebCode/Broken.js', {}, 'POST /rest/$singleton/Broken/b'],
  [
    'a module that another imports',
    'WebCode/lib/inner.js',
    {
      'WebCode/Whole.mjs': "import './lib/outer.mjs';\nexport class Whole { static exposed = ['b']; b() {} }",
      'WebCode/lib/outer.mjs': "export * from './inner.js';",
    },
    'POST /rest/$singleton/Whole/b',
  ],
  [
    'a module that code imports while it runs',
    'WebCode/lib/late.js',
    {
      'WebCode/Whole.mjs':
        "export class Whole { static exposed = ['b']; async b() { await import('./lib/late.js'); } }",
    },
    'POST /rest/$singleton/Whole/b',
  ],
  [
    'a module whose name is encoded where it is imported, by two that import each other',
    'WebCode/lib/so far.js',
    {
      'WebCode/Whole.mjs': "import './lib/round.mjs';\nexport class Whole { static exposed = ['b']; b() {} }",
      'WebCode/lib/round.mjs': "import '../Whole.mjs'; import './so%20far.js?now#here';",
    },
    'POST /rest/$singleton/Whole/b',
  ],
  ['a project method', 'WebCode/methods/broken.js', {}, 'GET /4DACTION/broken'],
  ['the database method', 'WebCode/databaseMethods/onWebAuthentication.js', {}, 'GET /4DACTION/any'],
  [
    'a class of entities',
    'WebCode/OrdEntity.js',
    { 'WebCode/Ord.mjs': "export class Ord extends DataClass { static exposed = ['b']; b() {} }" },
    'POST /rest/Ord/b',
  ],
  [
    'the class of a handler',
    'WebCode/Broken.js',
    { 'Project/Sources/HTTPHandlers.json': [{ class: 'Broken', method: 'b', pattern: 'handled' }] },
    'GET /handled/',
  ],
];

/** How code loads JSON, in an ES module or another one. */
const LOADS: Readonly<Record<string, readonly [file: string, source: string]>> = {
  'a module imports': ['Json.mjs', "import data from './lib/data.json' with { type: 'json' };\nexport class Json {"],
  'code imports while it runs': ['Json.mjs', 'export class Json {'],
  'a module requires': ['Json.js', "require('./lib/data.json');\nexports.Json = class Json {"],
};

/** Faults of JSON, with line and column. Node tells the position of some of them. */
const JSON_FAULTS: readonly (readonly [what: string, text: string, place: string])[] = [
  ['a key without quotes', '{\n  "a": 1,\n  b: 2\n}\n', '3:3'],
  ['a comma before the end, after a byte order mark', '\uFEFF{"a": 1,}', '1:9'],
  ['a word that is no value', '{\r\n  "a": x\r\n}', '2:8'],
  ['an end that is missing', '{\n  "a": [1,\n', '3:1'],
  ['nothing in it', '', '1:1'],
];

async function told(server: WebHarness, target: string): Promise<string> {
  const [method = '', url = ''] = target.split(' ');
  const { status, text } = await server.client().call(url, { method, ...(method === 'POST' && { body: [] }) });
  // A request that On Web Authentication cannot accept is refused.
  assert.ok([401, 500].includes(status), text);
  assert.match(text, /SyntaxError: [\s\S]* \(at .*:\d+\)/);
  const { causes } = await server.lastEntry();
  return causes.map(({ message }) => message).join('\n');
}

describe('a syntax error in an ES module', () => {
  for (const [what, source, line] of MISTAKES) {
    it(`the journal names file and line of ${what}`, async () => {
      const files = { 'WebCode/Broken.js': source };
      await withWebServer(
        {},
        async (server) => {
          const words = await told(server, 'POST /rest/$singleton/Broken/b');
          assert.match(words, new RegExp(`SyntaxError: .* \\(at .*Broken\\.js:${line}\\)`), words);
        },
        files,
      );
    });
  }

  for (const [what, file, others, target] of PLACES) {
    it(`file and line are told when the mistake is in ${what}`, async () => {
      const files = { ...others, [file]: 'export const a = 1;\nexport class Broken { b() { return 1 +* 2; } }\n' };
      await withWebServer(
        {},
        async (server) => {
          const words = await told(server, target);
          const name = file.split('/').at(-1)?.replace('.', '\\.');
          assert.match(words, new RegExp(`SyntaxError: Unexpected token '\\*' \\(at .*${name}:2\\)`), words);
        },
        files,
      );
    });
  }

  it('the place is that of the module, also when its sources hold another mistake of other words', async () => {
    const files = {
      'WebCode/Whole.mjs':
        "export class Whole { static exposed = ['b']; async b() { await import('./two.mjs'); await import('./one.mjs'); } }",
      'WebCode/one.mjs': 'export const a = ;\n',
      'WebCode/two.mjs': '\n\nexport function b() {\n',
    };
    await withWebServer(
      {},
      async (server) => {
        const words = await told(server, 'POST /rest/$singleton/Whole/b');
        assert.match(words, /Unexpected end of input \(at .*two\.mjs:\d\)/);
      },
      files,
    );
  });

  for (const [how, [file, source]] of Object.entries(LOADS)) {
    for (const [what, text, place] of JSON_FAULTS) {
      it(`line and column are told of JSON that ${how} and that has ${what}`, async () => {
        const now = how.includes('runs') ? "await import('./lib/data.json', { with: { type: 'json' } });" : '';
        const files = {
          [`WebCode/${file}`]: `${source} static exposed = ['b']; async b() { ${now} } };`,
          'WebCode/lib/data.json': text,
        };
        const run = async (server: WebHarness) => {
          const words = await told(server, 'POST /rest/$singleton/Json/b');
          assert.match(words, new RegExp(`SyntaxError: .*data\\.json: [\\s\\S]* \\(at .*data\\.json:${place}\\)`));
          assert.doesNotMatch(words, /anonymous/);
        };
        await withWebServer({}, run, files);
      });
    }
  }
});
