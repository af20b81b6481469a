import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { JournalRemedy } from '../../src/core/protocol/journal';
import { optionSetting } from '../../src/core/server/optionSetting';
import { SYSTEMS } from '../../src/server/systems';
import { settingNameOf, withRemedy } from '../../src/vscode/server/remedySetting';
import { serverSettingSchemas } from '../support/manifestSettings';

/** Options without a setting of the same name, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  $schema: 'It is for the editor of a file.',
  mobileApps: 'The folder is chosen in the view, or is that of the workspace.',
  'mobile.policy': 'Its members are those of the setting mobileOptions.',
};

/** Settings that are no options, but about how the extension starts the server. */
const SETTINGS_ALONE = ['autoStart', 'lan'];

/** Settings that are switches or addresses alone, and the rest of such an option: their words are their own. */
const OWN_WORDS = [
  ...['outcome', 'mail', 'web', 'webOptions', 'mendix', 'mendixOptions', 'tokens', 'tokensOptions'],
  ...['https', 'httpsCertificate', 'upstream', 'upstreamOptions'],
];

/** What a setting says and an option cannot, as only VS Code knows it. */
const ONLY_IN_SETTINGS: readonly string[] = [
  ', or all networks with lan',
  ', in place of outcome and mail',
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
  const said = plain(words)
    .replace(WHERE_PATHS_BEGIN, '')
    .replace(/\b(\w+)Options\b/g, '$1');
  return ONLY_IN_SETTINGS.reduce((text, only) => text.replace(only, ''), said);
}

/** The name of an option in the object of its system. */
function inObject(option: string): string {
  const [name = '', ...path] = option.replace(/^mobile\.policy\./, 'mobile.').split('.');
  return [name === 'https' ? 'httpsCertificate' : `${name}Options`, ...path].join('.');
}

/** Whether one of the two settings that an option may have is there: a switch, or an object. */
function isSwitchOrObject(name: string, settings: readonly string[]): boolean {
  return (
    !name.includes('.') && (settings.includes(name.replace(/Options$/, '')) || settings.includes(`${name}Options`))
  );
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
    const settings = serverSettingSchemas<Part>(read('package.json')).flatMap(([name, part]) =>
      pathsIn(name, part, {}),
    );
    const options = Object.entries(properties ?? {}).flatMap(([name, part]) => pathsIn(name, part, definitions ?? {}));
    const wanted = options
      .filter((option) => !(option in ELSEWHERE))
      // What is chosen often has a setting of its own and stands in an object as well, unless that has it from the setting.
      .flatMap((option) => [optionSetting(option).join('.'), ...(option === 'upstream.url' ? [] : [inObject(option)])])
      .filter((name) => settings.includes(name) || !isSwitchOrObject(name, settings));
    assert.deepEqual([...new Set(settings)].sort(), [...new Set([...wanted, ...SETTINGS_ALONE])].sort());
    for (const option of Object.keys(ELSEWHERE)) assert.ok(options.includes(option), option);
  });

  it('an option says what its setting says, word for word, and at most more behind it, such as what holds unless given', () => {
    const { properties, definitions } = read('schemas/server.schema.json') as Part;
    const texts = read('package.nls.json');
    const options = Object.entries(properties ?? {}).flatMap(([name, part]) => wordsIn(name, part, definitions ?? {}));
    const settings = serverSettingSchemas<Part>(read('package.json'))
      .flatMap(([name, part]) => wordsIn(name, part, {}))
      .filter(([name]) => ![...SETTINGS_ALONE, ...OWN_WORDS].includes(name));
    const differing = settings.flatMap(([name, key]) => {
      const setting = plainSetting(texts[key.replaceAll('%', '')] ?? key).replace(/\.$/, '');
      const said = options.filter(([option]) => option === name || inObject(option) === name);
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
      [{ option: 'web.bodyMb', value: 5 }, null, 'webOptions', { bodyMb: 5 }],
      [{ option: 'web.bodyMb', value: 5 }, { project: '.', bodyMb: 2 }, 'webOptions', { project: '.', bodyMb: 5 }],
      [
        { option: 'web.codeLimits.memoryMb', value: 9 },
        { codeLimits: { waiting: 1 } },
        'webOptions',
        { codeLimits: { waiting: 1, memoryMb: 9 } },
      ],
      [
        { option: 'web.cors', value: 'localhost:3000' },
        { project: '.' },
        'webOptions',
        { project: '.', cors: [{ host: 'localhost:3000' }] },
      ],
      [
        { option: 'web.cors', value: 'b' },
        { cors: [{ host: 'a', methods: 'get' }] },
        'webOptions',
        { cors: [{ host: 'a', methods: 'get' }, { host: 'b' }] },
      ],
      // A system is switched on beside its options.
      [{ option: 'web', value: true }, 'off', 'web', 'on'],
      [{ option: 'mendix', value: true }, undefined, 'mendix', 'on'],
      [{ option: 'tokens', value: true }, 'automatic', 'tokens', 'on'],
      [{ option: 'mendix.anonymous', value: true }, {}, 'mendixOptions', { anonymous: true }],
      [{ option: 'https', value: true }, false, 'https', true],
      [{ option: 'https.cert', value: 'a' }, { key: 'b' }, 'httpsCertificate', { cert: 'a', key: 'b' }],
      [{ option: 'platform.port', value: 9 }, {}, 'platformOptions', { port: 9 }],
      [{ option: 'mobile.uploadMb', value: 40 }, { data: 'd' }, 'mobileOptions', { data: 'd', uploadMb: 40 }],
      // What is in the policy stands in the setting beside the others.
      [{ option: 'mobile.policy.rules', value: 'none' }, { data: 'd' }, 'mobileOptions', { data: 'd', rules: 'none' }],
      [
        { option: 'mobile.policy.otherwise.statusText', value: 'no' },
        { otherwise: { outcome: 'refuse' } },
        'mobileOptions',
        { otherwise: { outcome: 'refuse', statusText: 'no' } },
      ],
      [{ option: 'mobile.policy.otherwise.outcome', value: 'refuse' }, undefined, 'outcome', 'refuse'],
      [{ option: 'mobile.policy.otherwise.mail', value: true }, undefined, 'mail', true],
      [{ option: 'upstream.url', value: 'https://b.test' }, 'https://a.test', 'upstream', 'https://b.test'],
      [{ option: 'upstream.bodyMb', value: 9 }, undefined, 'upstreamOptions', { bodyMb: 9 }],
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

  it('a system is switched by one of three values in a setting, and by true or false in a file', () => {
    const { properties: options, definitions } = read('schemas/server.schema.json');
    const settings = Object.fromEntries(serverSettingSchemas<{ enum?: unknown }>(read('package.json')));
    const switches = SYSTEMS.filter(({ option, name }) => option === name).map(({ name }) => name);
    assert.ok(switches.length > 2);
    for (const name of switches) {
      assert.deepEqual(settings[name]?.enum, ['automatic', 'on', 'off'], name);
      const { $ref, ...option } = options[name];
      const { type } = $ref === undefined ? option : definitions[$ref.replace('#/definitions/', '')];
      assert.ok([type].flat().includes('boolean'), `true switches ${name} on`);
    }
  });
});
