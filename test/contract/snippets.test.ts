import assert from 'node:assert/strict';
import fs from 'node:fs';
import { STATUS_CODES } from 'node:http';
import path from 'node:path';
import { diskFiles } from '../../src/disk/userFile';
import { scenarioFromText } from '../../src/scenario/loadScenario';
import { findingsOf } from '../core/compliance/checking';

const root = path.resolve(__dirname, '../../..');

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const snippetsOf = (language: string) =>
  Object.entries(
    JSON.parse(fs.readFileSync(path.join(root, `media/snippets/${language}.json`), 'utf8')) as Record<string, Snippet>,
  );

/** What a snippet writes into a file when all its places are left as they are, as VS Code reads it. */
function written(body: readonly string[], file = '/x/y'): string {
  const values: Readonly<Record<string, string>> = {
    TM_FILENAME: path.posix.basename(file),
    TM_DIRECTORY: path.posix.dirname(file),
  };
  return body
    .join('\n')
    .replace(
      /\$\{(TM_[A-Z]+)\/((?:\\.|[^/\\])*)\/((?:\\.|[^/\\])*)\/\}/g,
      (_, name: string, pattern: string, by: string) =>
        (values[name] ?? '').replace(new RegExp(pattern.replaceAll('\\/', '/')), by),
    )
    .replace(/\$(TM_[A-Z]+)/g, (_, name: string) => values[name] ?? '')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, (_, value: string) => value.replace(/\\([$}\\])/g, '$1'));
}

describe('the snippets', () => {
  for (const language of ['session-scenario', '4d-mobile-session']) {
    it(`each snippet of ${language} has a prefix of its own and says in a sentence what it is`, () => {
      const all = snippetsOf(language);
      assert.ok(all.length >= 3);
      assert.equal(new Set(all.map(([, { prefix }]) => prefix)).size, all.length);
      for (const [, { prefix, description }] of all) {
        assert.match(prefix, /^[a-z]+(-[a-z]+)*$/);
        assert.match(description, /^[A-Z].*\.$/);
      }
    });
  }

  for (const [name, { body }] of snippetsOf('session-scenario')) {
    it(`the snippet ${name} is a step that a scenario can have`, async () => {
      const file = path.join(root, 'out/snippet.scenario.json');
      const step = JSON.parse(written(body));
      const actors = { Browser: { role: 'browser' }, App: { role: 'app' }, User: { role: 'person' } };
      const scenario = {
        name,
        server: { web: { project: 'example:otp' }, mendix: {}, tokens: {} },
        actors: { ...actors, Server: { role: 'server' }, '4D Server': { role: 'server' } },
        variables: { session: 'team.app/abc' },
        steps: [step],
      };
      const loaded = await scenarioFromText(JSON.stringify(scenario), file, { files: diskFiles });
      const wrong = loaded.findings.filter(({ severity, code }) => severity === 'error' && !mayBe(name, code));
      assert.deepEqual(wrong, []);
    });
  }

  /** Of a file or a fault that only the rest of a scenario can have. */
  function mayBe(name: string, code: string): boolean {
    return (
      (name === 'Include' && code === 'scenario/include') || (name === 'End of a fault' && code === 'scenario/fault')
    );
  }

  const FILES = [
    ['Session of an iOS app', 'UTT7VDX8W5.com.contactApp.Contact'],
    ['Session of an iOS app', 'FAKETEAMID.Contact'],
    ['Session of an Android app', 'com.contactapp.contact'],
  ] as const;
  for (const [wanted, application] of FILES) {
    it(`the snippet ${wanted} makes a session file of ${application} that is not at fault`, () => {
      const snippet = snippetsOf('4d-mobile-session').find(([name]) => name === wanted)?.[1];
      assert.ok(snippet);
      const id = '7023d9205074199d1c16fc00d24354e778137675';
      const text = written(snippet.body, `/work/MobileApps/${application}/${id}`);
      const found = findingsOf(text, { applicationFolder: application, name: id });
      // The id of the session is that of the file, whatever device is typed.
      assert.deepEqual(
        found.map(({ code }) => code),
        ['hint/id'],
      );
    });
  }

  it('what a snippet offers as a status is one of HTTP', () => {
    const texts = snippetsOf('session-scenario').map(([, { body }]) => written(body));
    for (const [, status = ''] of texts.join('\n').matchAll(/"status": (\d+)/g))
      assert.ok(STATUS_CODES[status], status);
  });
});
