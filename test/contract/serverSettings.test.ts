import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { JournalRemedy } from '../../src/core/protocol/journal';
import { SYSTEMS } from '../../src/server/systems';
import { settingNameOf, withRemedy } from '../../src/vscode/server/remedySetting';

/** Options without a setting of the same name, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  $schema: 'It is for the editor of a file.',
  mobileApps: 'The folder is chosen in the view, or is that of the workspace.',
  'mobile.policy': 'Its members are those of the setting mobile.',
};

/** Settings that are no options, but about how the extension starts the server. */
const SETTINGS_ALONE = ['autoStart', 'lan'];

/** What a setting says and an option cannot, as only VS Code knows it. */
const ONLY_IN_SETTINGS: readonly string[] = [
  ', or all networks with lan',
  ' null: there are some where the workspace has a 4D project (a folder with Project/Sources).',
  ' Without it, the schema of mobileApps.schema is used.',
  ', for which there are suggestions here',
  ' The workspace folder that has Project/Sources unless given.',
];
/** Paths in a file are relative to that file. */
const WHERE_PATHS_BEGIN =
  / ?[:;,.]? (absolute|Absolute), relative to the workspace folder, or with ~ or \$\{workspaceFolder\} in front/g;

/** A part of a JSON schema. */
interface Part {
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly definitions?: Readonly<Record<string, Part>>;
  readonly items?: Part;
  readonly additionalProperties?: Part | boolean;
}

/** The names of a member and of all members inside it, with dots. Those of the elements of a list stand in the list. */
function pathsIn(name: string, part: Part, definitions: Readonly<Record<string, Part>>, depth = 0): string[] {
  const { $ref } = part;
  const whole = $ref === undefined ? part : (definitions[$ref.replace('#/definitions/', '')] ?? part);
  const { properties = {}, items, additionalProperties } = whole;
  if (depth > 8) return [name];
  const inside = [items, typeof additionalProperties === 'object' ? additionalProperties : undefined];
  return [
    name,
    ...Object.entries(properties).flatMap(([each, of]) => pathsIn(`${name}.${each}`, of, definitions, depth + 1)),
    ...inside.flatMap((each) => (each ? pathsIn(name, each, definitions, depth + 1) : [])),
  ];
}

/** What is said of a member and of all members inside it, by their names with dots. */
function wordsIn(name: string, part: Part, definitions: Readonly<Record<string, Part>>, depth = 0): [string, string][] {
  const { $ref } = part;
  const whole = $ref === undefined ? part : (definitions[$ref.replace('#/definitions/', '')] ?? part);
  const said = part.description ?? part.markdownDescription ?? whole.description ?? whole.markdownDescription;
  const { properties = {}, items, additionalProperties } = whole;
  const own: [string, string][] = said === undefined ? [] : [[name, said]];
  if (depth > 8) return own;
  const inside = [items, typeof additionalProperties === 'object' ? additionalProperties : undefined];
  return [
    ...own,
    ...Object.entries(properties).flatMap(([each, of]) => wordsIn(`${name}.${each}`, of, definitions, depth + 1)),
    ...inside.flatMap((each) => (each ? wordsIn(`${name}[]`, each, definitions, depth + 1) : [])),
  ];
}

/** Words without marks: settings have Markdown and links to others, options are plain. */
function plain(words: string): string {
  return words
    .replace(/`#sessionWorkbench\.(?:server\.)?([\w.]+)#`/g, '$1')
    .replace(/sessionWorkbench\.server\.|[`“”]|\*\*/g, '')
    .replace(/[*_](On [A-Z][\w ]*)[*_]/g, '$1')
    .replaceAll('’', "'");
}

function plainSetting(words: string): string {
  return ONLY_IN_SETTINGS.reduce((text, only) => text.replace(only, ''), plain(words).replace(WHERE_PATHS_BEGIN, ''));
}

function sourcesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

// That they say of each option what the server itself says of it is for the check of the contract.
describe('The settings of the dev server', () => {
  it('each option of the server, at any depth, is in a setting with the same words, and each setting is an option', () => {
    const { properties, definitions } = read('schemas/server.schema.json') as Part;
    const settings = Object.entries<Part>(read('package.json').contributes.configuration.properties).flatMap(
      ([key, part]) => {
        const [, name] = /^sessionWorkbench\.server\.(.+)/.exec(key) ?? [];
        return name === undefined ? [] : pathsIn(name, part, {});
      },
    );
    const options = Object.entries(properties ?? {}).flatMap(([name, part]) => pathsIn(name, part, definitions ?? {}));
    const wanted = options
      .filter((option) => !(option in ELSEWHERE))
      // In the setting, the members of the policy stand beside the others.
      .map((option) => option.replace(/^mobile\.policy\./, 'mobile.'));
    assert.deepEqual([...new Set(settings)].sort(), [...new Set([...wanted, ...SETTINGS_ALONE])].sort());
    for (const option of Object.keys(ELSEWHERE)) assert.ok(options.includes(option), option);
  });

  it('an option says what its setting says, word for word, and at most more behind it, such as what holds unless given', () => {
    const { properties, definitions } = read('schemas/server.schema.json') as Part;
    const texts = read('package.nls.json');
    const options = Object.entries(properties ?? {}).flatMap(([name, part]) => wordsIn(name, part, definitions ?? {}));
    const settings = Object.entries<Part>(read('package.json').contributes.configuration.properties).flatMap(
      ([key, part]) => {
        const [, name] = /^sessionWorkbench\.server\.(.+)/.exec(key) ?? [];
        return name === undefined || SETTINGS_ALONE.includes(name) ? [] : wordsIn(name, part, {});
      },
    );
    const differing = settings.flatMap(([name, key]) => {
      const setting = plainSetting(texts[key.replaceAll('%', '')] ?? key).replace(/\.$/, '');
      const said = options.filter(([option]) => option.replace(/^mobile\.policy\./, 'mobile.') === name);
      const isSame = said.some(
        ([, words]) => plain(words).startsWith(setting) && /^[.;:,]/.test(plain(words).slice(setting.length)),
      );
      return isSame ? [] : [{ name, setting, option: said.map(([, words]) => words) }];
    });
    assert.deepEqual(differing, []);
    assert.ok(settings.length > 150, String(settings.length));
  });

  it('a remedy of the journal is put into the setting of its option, and nothing else in it changes', () => {
    const table: [JournalRemedy, unknown, string, unknown][] = [
      [{ option: 'bodyMb', value: 5 }, undefined, 'bodyMb', 5],
      [{ option: 'allowedHosts', value: 'a.example' }, ['b.example'], 'allowedHosts', ['b.example', 'a.example']],
      [{ option: 'allowedHosts', value: 'a.example' }, ['a.example'], 'allowedHosts', ['a.example']],
      [{ option: 'allowedHosts', value: 'a.example' }, undefined, 'allowedHosts', ['a.example']],
      [{ option: 'web.bodyMb', value: 5 }, null, 'web', { bodyMb: 5 }],
      [{ option: 'web.bodyMb', value: 5 }, true, 'web', { bodyMb: 5 }],
      [{ option: 'web.bodyMb', value: 5 }, { project: '.', bodyMb: 2 }, 'web', { project: '.', bodyMb: 5 }],
      [
        { option: 'web.codeLimits.memoryMb', value: 9 },
        { codeLimits: { waiting: 1 } },
        'web',
        { codeLimits: { waiting: 1, memoryMb: 9 } },
      ],
      [
        { option: 'web.cors', value: 'localhost:3000' },
        { project: '.' },
        'web',
        { project: '.', cors: [{ host: 'localhost:3000' }] },
      ],
      [
        { option: 'web.cors', value: 'b' },
        { cors: [{ host: 'a', methods: 'get' }] },
        'web',
        { cors: [{ host: 'a', methods: 'get' }, { host: 'b' }] },
      ],
      [{ option: 'mobile.uploadMb', value: 40 }, { data: 'd' }, 'mobile', { data: 'd', uploadMb: 40 }],
      // What is in the policy stands in the setting beside the others.
      [
        { option: 'mobile.policy.otherwise', value: 'refuse' },
        { data: 'd', rules: [] },
        'mobile',
        { data: 'd', rules: [], otherwise: 'refuse' },
      ],
      // The address alone may stand in the place of the object.
      [{ option: 'upstream.bodyMb', value: 9 }, 'https://a.test', 'upstream', { url: 'https://a.test', bodyMb: 9 }],
      [
        { option: 'upstream.bodyMb', value: 9 },
        { url: 'https://a.test' },
        'upstream',
        { url: 'https://a.test', bodyMb: 9 },
      ],
    ];
    for (const [remedy, before, name, after] of table) {
      assert.equal(settingNameOf(remedy), name);
      assert.deepEqual(withRemedy(before, remedy as Required<JournalRemedy>), after, remedy.option);
    }
  });

  it('each option that the server names as a remedy, or in a refusal, is one that it has', () => {
    const { properties, definitions } = read('schemas/server.schema.json') as Part;
    const options = Object.entries(properties ?? {}).flatMap(([name, part]) => pathsIn(name, part, definitions ?? {}));
    const sources = sourcesIn(path.join(root, 'src/server')).map((file) => fs.readFileSync(file, 'utf8'));
    const named = sources.flatMap((text) =>
      [
        ...text.matchAll(
          /(?:optionWords\(|remedy: \{ option: |\boption: (?='\w+\.)|\bbodyOption: |OPTION = |LIMIT = |ALLOWED_HOSTS = )'([\w.]+)'/g,
        ),
      ].map(([, option]) => option ?? ''),
    );
    for (const needed of [
      'web.cors',
      'web.bodyMb',
      'web.bodyParts',
      'web.maxPageBytes',
      'mobile.uploadMb',
      'upstream.bodyMb',
      'allowedHosts',
    ])
      assert.ok(named.includes(needed), needed);
    assert.deepEqual(
      named.filter((option) => !options.includes(option)),
      [],
    );
  });

  it('a setting and a file take values of the same types for an option: what may be true in one may be it in the other', () => {
    const { properties: options, definitions } = read('schemas/server.schema.json');
    const { properties: settings } = read('package.json').contributes.configuration;
    const typesOf = ({ type }: { type?: unknown }) => [type].flat().filter((each) => each !== 'null');
    const found: Record<string, unknown[]> = {};
    const wanted: typeof found = {};
    for (const [name, { $ref, ...option }] of Object.entries<{ $ref?: string }>(options)) {
      const setting = settings[`sessionWorkbench.server.${name}`];
      if (setting === undefined) continue;
      found[name] = typesOf(setting).sort();
      wanted[name] = typesOf($ref === undefined ? option : definitions[$ref.replace('#/definitions/', '')]).sort();
    }
    assert.deepEqual(found, wanted);
    for (const { name, option } of SYSTEMS) {
      if (option === name) assert.ok(wanted[name]?.includes('boolean'), `true switches ${name} on`);
    }
  });
});
