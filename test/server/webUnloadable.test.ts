import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type WebHarness, withWebServer } from './webHarness';

/** Modules of a class of entities that never end loading, or end their process. */
const ENDLESS: readonly (readonly [what: string, source: string, words: RegExp])[] = [
  ['never ends', 'for (;;);', /takes longer than the code may take/],
  [
    'waits for what never comes',
    'await new Promise(() => {}); export class OrdEntity extends Entity {}',
    /takes longer/,
  ],
  ['ends its process', 'process.exit(3);', /ends the process of the code/],
];

const FILES = {
  'WebCode/Fresh.mjs': "export class Fresh { static exposed = ['a']; a() { return 'fresh'; } }",
  'WebCode/Ord.mjs':
    "export class Ord extends DataClass { static exposed = ['b']; all() { return []; } b() { return 'ord'; } }",
  'WebCode/methods/hello.mjs': "export const hello = () => webSendText('hello');",
  'Project/Sources/HTTPHandlers.json': [{ class: 'Fresh', method: 'a', pattern: 'handled' }],
};
const CALLS = [
  ['POST', '/rest/$singleton/Fresh/a', /"fresh"/],
  ['GET', '/handled/', /fresh/],
  ['GET', '/4DACTION/hello', /^hello$/],
] as const;

describe('a module of a class of entities that cannot be loaded', () => {
  for (const [what, source, words] of ENDLESS) {
    it(`a module that ${what} stops only the calls that need its dataclass, and is named`, async () => {
      const files = { ...FILES, 'WebCode/OrdEntity.mjs': source };
      const web = { codeTimeoutMs: 1500, codeLimits: { processes: 1 } };
      const run = async (server: WebHarness) => {
        const client = server.client();
        for (const [method, target, answer] of CALLS) {
          const { status, text } = await client.call(target, { method, ...(method === 'POST' && { body: [] }) });
          assert.equal(status, 200, `${target}: ${text}`);
          assert.match(text, answer);
        }
        const { entries } = await server.control.journal(0, 1000);
        const told = entries.flatMap(({ causes }) => causes).filter(({ rule }) => rule === 'web.code.unloadable');
        assert.equal(told.length, 1);
        assert.match(told[0]?.message ?? '', words);
        assert.match(told[0]?.message ?? '', /OrdEntity\.mjs/);
        const needed = await client.call('/rest/Ord/b', { method: 'POST', body: [] });
        assert.equal(needed.status, 500);
        assert.match(needed.text, /OrdEntity\.mjs/);
        fs.writeFileSync(path.join(server.folder, 'WebCode/OrdEntity.mjs'), 'export class OrdEntity extends Entity {}');
        assert.equal((await client.call('/rest/Ord/b', { method: 'POST', body: [] })).json.result, 'ord');
      };
      await withWebServer(web, run, files);
    });
  }
});
