import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SUBCOMMANDS } from '../../src/cli/commands/subcommands';
import { commandProgram } from '../../src/cli/program';
import { DocumentedNames } from './documentedNames';
import { readMarkdown } from './markdown';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const json = (file: string) => JSON.parse(read(file));
const markdownIn = (folder: string) =>
  fs
    .readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const guides = ['README.md', ...markdownIn('docs'), ...markdownIn('media')];

/** Titles in italics that are others' own. */
const OF_OTHERS = [
  'On Mobile App Authentication',
  'On Web Authentication',
  'On Web Connection',
  'No sessions',
  'Web sessions',
  'Session Management',
  'Settings > General > About > Certificate Trust Settings',
];

/** Every key at any depth that is an id of ours, and every value. */
function idsIn(node: unknown): string[] {
  if (typeof node === 'string') return node.startsWith('sessionWorkbench.') ? [node] : [];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [...idsIn(key), ...idsIn(value)]);
}

describe('what documents name', () => {
  const terminal = { out: () => {}, err: () => {}, env: {}, cwd: '.' } as never;
  const { commands } = commandProgram(
    terminal,
    SUBCOMMANDS.map((make) => make(terminal, () => {})),
  );
  const paths = json('schemas/openapi.json').paths as Record<string, object>;
  const controlCalls = new Set(
    Object.entries(paths).flatMap(([route, methods]) => {
      const shown = route.replace('/_workbench/v1', '').replace(/\{\w+\}/g, '{}');
      return Object.keys(methods).map((method) => `${method.toUpperCase()} ${shown}`);
    }),
  );
  const { configuration, ...others } = json('package.json').contributes;
  const settings = idsIn(configuration);
  const names = new DocumentedNames({ commands, controlCalls, settings, ids: new Set(idsIn(others)) });

  it('documents name no command, option, setting or call of the control API that is not there', () => {
    assert.ok(guides.length > 12);
    const unknown = [...guides, 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownIn('docs/facts')].flatMap((file) =>
      names.unknownIn(read(file)).map((name) => `${file}: ${name}`),
    );
    assert.deepEqual(unknown, []);
  });

  it('documents write in italics what VS Code shows, as it is shown', () => {
    const shown = [
      ...Object.values<string>(json('package.nls.json')),
      ...Object.keys(json('media/l10n/bundle.l10n.fr.json')),
    ];
    const known = new Set([...shown, ...OF_OTHERS].map(bare));
    const wrong = guides.flatMap((file) =>
      readMarkdown(read(file))
        .emphases.filter((words) => /^\p{Lu}/u.test(words) && !known.has(bare(words)))
        .map((words) => `${file}: ${words}`),
    );
    assert.deepEqual(wrong, []);
  });

  for (const [what, text, unknown] of [
    ['a command that is not there', 'Run `session-workbench execute -- npm test`.', ['execute']],
    ['an option that is not there', '```sh\nsession-workbench serve \\\n  --silent > file\n```', ['serve --silent']],
    ['an option without the program', 'Use `check --fix`.', ['check --fix']],
    [
      'a call of the control API that is not there',
      '`POST /clock/stop`, `PATCH /clock`',
      ['POST /clock/stop', 'PATCH /clock'],
    ],
    ['a setting that is not there', '`sessionWorkbench.server.tls`', ['sessionWorkbench.server.tls']],
  ] as const)
    it(`the search for names in documents finds ${what}`, () => {
      assert.deepEqual(names.unknownIn(text), unknown);
    });

  for (const [what, text] of [
    ['a command with its options', '`session-workbench serve --config FILE --json`, `session-workbench --help`'],
    ['a command in a sentence of code', '```sh\nsession-workbench run a.json | tee --append out\n```'],
    ['the options of other programs', '```sh\ncurl --json x && npm run serve --watch\n```'],
    ['a call with a value in its path', '`DELETE /tokens/sessions/{id}`'],
    ['a route that is not of the control API', '`POST /oauth/token`'],
    ['what is inside a setting', '`sessionWorkbench.server.tokensOptions.preset`, `sessionWorkbench.server`'],
  ] as const)
    it(`the search for names in documents leaves alone ${what}`, () => {
      assert.deepEqual(names.unknownIn(text), []);
    });
});

function bare(title: string): string {
  return title.replace(/^Session Workbench: /, '').replace(/…$/, '');
}
