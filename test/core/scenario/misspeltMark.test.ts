import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { misspeltMark, SCENARIO_NAMES } from '../../../src/core/scenario/misspeltMark';

const REPOSITORY = path.resolve(__dirname, '../../../..');
const ACTORS = { Phone: { role: 'app' }, Server: { role: 'server' } };
const STEPS = [{ title: 'Log in', from: 'Phone', to: 'Server', request: { url: '/mobileapp/' } }];

const SLIPS: readonly (readonly [meant: string, names: readonly string[]])[] = [
  [
    'steps',
    [
      'teps',
      'tseps',
      'xteps',
      'spets',
      'setp',
      'setps',
      'step',
      'stpes',
      'stes',
      'sstepss',
      'Steps',
      ' steps',
      'STEPZ',
    ],
  ],
  ['actors', ['actor', 'ctors', 'cators', 'actros', 'factors', 'acters', 'aktorz', 'actions', 'Actors']],
  ['server', ['erver', 'sevrer', 'servers', 'serve', 'serber', 'xserver', 'SERVE']],
];

/** What other programs have, in short. None of them is told, whatever their names are near to. */
const OTHERS: Readonly<Record<string, object>> = {
  'package.json': {
    name: 'shop',
    version: '1.0.0',
    scripts: { test: 'node --test' },
    dependencies: { express: '^5.0.0' },
    server: { port: 3000 },
    steps: ['lint', 'build'],
  },
  'tsconfig.json': {
    compilerOptions: { strict: true },
    include: ['src'],
    references: [{ path: './server' }],
    files: [],
  },
  'catalog.4DCatalog as JSON': {
    __NAME: 'shop',
    dataClasses: [{ name: 'Employee', attributes: [{ name: 'ID', kind: 'storage' }] }],
    methods: [],
  },
  'a walkthrough': {
    steps: [{ id: 'open', title: 'Open', description: 'Open it' }],
    actions: { open: { command: 'x' } },
  },
  'steps of a pipeline': {
    name: 'ci',
    server: { url: 'https://ci.example' },
    step: [{ name: 'Test', run: 'npm test' }],
  },
  'steps with tasks': {
    stages: [{ name: 'a' }],
    stepz: [{ task: 'Npm@1', inputs: {} }],
    actors: { a: { role: 'app' } },
  },
  'a recording of a browser': {
    title: 'Recording',
    timeout: 5000,
    steps: [
      { type: 'navigate', url: 'https://example.com' },
      { type: 'click', selectors: [['a']] },
    ],
    servers: { main: {} },
  },
  'a film': { title: 'Heat', actors: { 'Al Pacino': { born: 1940 } }, sets: [{ city: 'Los Angeles' }] },
  'a collection of requests': {
    info: { name: 'shop' },
    item: [{ name: 'Log in', request: { url: 'https://example.com' }, response: [] }],
    server: {},
  },
  'vite.config as JSON': { server: { port: 5173 }, stems: ['a'], plugins: [] },
  'an OpenAPI document': { openapi: '3.1.0', servers: [{ url: '/' }], paths: {}, tags: [{ name: 'steps' }] },
  'nothing of ours in it': { steps: [], actions: {} },
  'near words with nothing in them': { stepz: [], actorz: {} },
  'a recipe': { name: 'Soup', steps: ['Peel', 'Cook'], factors: { salt: { min: 1 } } },
  'a schedule': { server: {}, stops: [{ at: 'Bern', title: 'Bern' }] },
  'another schema': { $schema: 'https://example.com/scenario.schema.json', actors: ACTORS, stepz: STEPS },
};

describe('the misspelt name that keeps a file from being a scenario', () => {
  for (const [meant, names] of SLIPS) {
    it(`each near name in place of “${meant}” is told`, () => {
      const rest = meant === 'server' ? { steps: STEPS } : meant === 'steps' ? { actors: ACTORS } : { steps: STEPS };
      const value = meant === 'steps' ? STEPS : meant === 'actors' ? ACTORS : { mobileApps: 'data' };
      for (const name of names) {
        for (const each of [
          { [name]: value, ...rest },
          { name: 'a', description: 'b', ...rest, [name]: value },
        ]) {
          const text = JSON.stringify(each);
          assert.deepEqual(misspeltMark(text), { name, meant }, text);
          assert.deepEqual(misspeltMark(`\ufeff${text}`), { name, meant }, text);
        }
      }
    });
  }

  it('a file with several misspelt names is told by the first of them, and an empty one by its names alone', () => {
    const told: [file: object, name: string, meant: string][] = [
      [{ acters: ACTORS, spets: STEPS }, 'spets', 'steps'],
      [{ server: {}, steps: undefined, teps: [{ note: 'nothing' }] }, 'teps', 'steps'],
      [{ name: 'empty', actors: {}, steps: undefined, stpes: [] }, 'stpes', 'steps'],
      [{ actors: { a: { rol: 'app' } }, stpes: [{ note: 'a', reqest: { url: '/' } }] }, 'stpes', 'steps'],
      [{ actors: ACTORS, tags: ['smoke'], stpes: [...STEPS, { comment: 'later' }] }, 'stpes', 'steps'],
    ];
    for (const [file, name, meant] of told) assert.deepEqual(misspeltMark(JSON.stringify(file)), { name, meant });
  });

  it('a misspelt schema is told by the name of its member, of its file or of its owner', () => {
    const own = 'https://unpkg.com/session-workbench/schemas/scenario.schema.json';
    const whole = { actors: ACTORS, steps: STEPS };
    const told: [file: object, name: string, meant: string][] = [
      ...['$shema', '$schem', 'schema', '$Schema', '$scheam', ' $schema'].flatMap(
        (name): [object, string, string][] => [
          [{ [name]: './scenario.schema.json', steps: STEPS }, name, '$schema'],
          [{ name: 'a', [name]: own, stpes: STEPS }, name, '$schema'],
          [{ [name]: '../schemas/scenario.schema.json#' }, name, '$schema'],
        ],
      ),
      ...[
        ...['scenaro.schema.json', 'scenario.shema.json', 'scenario-schema.json', 'Scenario.Schema.json'],
        ...['scenarios.schema.json', 'scenario.schema.jsn', 'scenario.schema', 'scenario.schema.jsonc'],
      ].flatMap((file): [object, string, string][] => [
        [{ $schema: `./${file}`, ...whole }, file, 'scenario.schema.json'],
        [{ $schema: `..\\schemas\\${file}`, steps: STEPS }, file, 'scenario.schema.json'],
        [{ $schema: own.replace('scenario.schema.json', file), ...whole }, file, 'scenario.schema.json'],
        [{ $schema: file, name: 'nothing yet' }, file, 'scenario.schema.json'],
      ]),
      [{ $schema: own.replace('session', 'sesion'), ...whole }, 'sesion-workbench', 'session-workbench'],
      [
        { $schema: own.replace('session-workbench', 'session-workbech@1.2.3'), ...whole },
        'session-workbech@1.2.3',
        'session-workbench',
      ],
    ];
    for (const [file, name, meant] of told) {
      const text = JSON.stringify(file);
      assert.deepEqual(misspeltMark(text), { name, meant }, text);
    }
  });

  it('a schema of another tool is no misspelt one of ours', () => {
    const whole = { actors: ACTORS, steps: STEPS };
    const others: object[] = [
      ...[
        'https://example.com/scenaro.schema.json',
        'scenario.json',
        'https://example.com/session-workbench/x.json',
      ].map(($schema) => ({ $schema, ...whole })),
      { $schema: './scenarios.schema.json', steps: [{ run: 'npm test' }] },
      { $schema: './scenaro.schema.json', pages: [] },
      { schema: './other.schema.json', actors: ACTORS },
      { scheme: 'https', steps: STEPS },
    ];
    for (const each of others) assert.equal(misspeltMark(JSON.stringify(each)), undefined, JSON.stringify(each));
  });

  it('no JSON file of another program is told', () => {
    for (const [name, file] of Object.entries(OTHERS))
      assert.equal(misspeltMark(JSON.stringify(file)), undefined, name);
  });

  it('no JSON file of the repository that is no scenario is told', () => {
    const folders = [
      '',
      'schemas',
      'media',
      'lint',
      'node_modules/typescript',
      'node_modules/mocha',
      'node_modules/ajv',
    ];
    for (const folder of folders) {
      const inside = path.join(REPOSITORY, folder);
      for (const name of fs.readdirSync(inside).filter((each) => each.endsWith('.json'))) {
        assert.equal(misspeltMark(fs.readFileSync(path.join(inside, name), 'utf8')), undefined, name);
      }
    }
  });

  it('the names by which a file is known are those of the schema', () => {
    const { properties, definitions } = JSON.parse(
      fs.readFileSync(path.join(REPOSITORY, 'schemas', 'scenario.schema.json'), 'utf8'),
    );
    const inSchema = [properties, definitions.actor.properties, definitions.step.properties];
    assert.deepEqual(
      Object.values(SCENARIO_NAMES).map((names) => [...names].sort()),
      inSchema.map((each) => Object.keys(each).sort()),
    );
  });
});
