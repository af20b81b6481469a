// Compiles the validators of schemas/ ahead of time, so that they work in editors that forbid eval.
const fs = require('node:fs');
const path = require('node:path');
const Ajv = require('ajv').default;
const standaloneCode = require('ajv/dist/standalone').default;

const root = path.join(__dirname, '..');
const schemaFile = (name) => path.join(__dirname, name);
const MANIFEST = path.join(root, 'package.json');
const SERVER_SETTINGS = 'sessionWorkbench.server.';

/** Modules that src/ only declares (.d.ts) and that this script generates: the path without extension, and the file. */
const COMPILED_SCHEMAS = {
  'disk/compiledSchema': schemaFile('session.schema.json'),
  'server/systems/mobile/data/compiledMobileDataSchema': schemaFile('mobile-data.schema.json'),
  'server/kernel/options/compiledOptionsSchema': schemaFile('server.schema.json'),
  'scenario/compiledScenarioSchema': schemaFile('scenario.schema.json'),
  'vscode/server/compiledSettingsSchema': MANIFEST,
  'core/flows/compiledFromPage': path.join(root, 'src/core/flows/fromPage.schema.json'),
  'core/flows/compiledToPage': path.join(root, 'src/core/flows/toPage.schema.json'),
  'core/composer/compiledComposerFromPage': path.join(root, 'src/core/composer/composerFromPage.schema.json'),
  'core/composer/compiledComposerToPage': path.join(root, 'src/core/composer/composerToPage.schema.json'),
  'core/grid/compiledGridFromPage': path.join(root, 'src/core/grid/gridFromPage.schema.json'),
  'core/grid/compiledGridToPage': path.join(root, 'src/core/grid/gridToPage.schema.json'),
};

/** The same for the lists of a schema (`FORMATS`) alone: a validator of options is so long that programs read it when they check some. */
const COMPILED_LISTS = {
  'server/kernel/options/compiledOptionsPaths': schemaFile('server.schema.json'),
  'core/configuration/compiledConfigurationPlaces': schemaFile('session-workbench.schema.json'),
};

/** Schemas that other schemas refer to. */
const SHARED_SCHEMAS = [schemaFile('server.schema.json'), schemaFile('scenario.schema.json')];

/**
 * Values of `format` that say what an option is. The validator ignores them. Each list is an export of the compiled
 * schemas: the options that have one of its formats.
 */
const FORMATS = {
  /** What a path must name. */
  paths: ['path', 'existing-file', 'existing-folder'],
  /** How long the developer's code may take, in real milliseconds. */
  codeTimes: ['code-time'],
};

/**
 * Keywords that do not affect validation. Messages are built from them: `patternWords` says what a text that matches the
 * `pattern` beside it is, and `thenWords` says when the members may be there that the `then` beside it excludes.
 */
const WORDS = ['patternWords', 'thenWords'];

/**
 * Schemas of options. Their compiled modules export `places`: every object that has members, with the names of these; and
 * `defaults`: what an option is that is not given. The manifest has none, because VS Code keeps those of settings.
 */
const OF_OPTIONS = [schemaFile('server.schema.json'), schemaFile('session-workbench.schema.json'), MANIFEST];

/**
 * Schemas whose errors must contain the failing part of the schema, because messages are built from it. What goes to the
 * page is not among them, because nobody writes it and the page must be small.
 */
const VERBOSE = [
  schemaFile('server.schema.json'),
  schemaFile('scenario.schema.json'),
  schemaFile('mobile-data.schema.json'),
  MANIFEST,
  COMPILED_SCHEMAS['core/flows/compiledFromPage'],
  COMPILED_SCHEMAS['core/grid/compiledGridFromPage'],
  COMPILED_SCHEMAS['core/composer/compiledComposerFromPage'],
];

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

/** Reads a schema. Of the manifest, only the settings below `sessionWorkbench.server` are used, by their names. */
function schemaIn(file) {
  if (file !== MANIFEST) return readJson(file);
  const sections = readJson(file).contributes.configuration;
  const settings = sections.flatMap(({ properties }) => Object.entries(properties));
  const ofServer = settings.filter(([key]) => key.startsWith(SERVER_SETTINGS));
  const properties = ofServer.map(([key, schema]) => [key.slice(SERVER_SETTINGS.length), withoutWords(schema)]);
  // One that was renamed, or is misspelt, would do nothing, and nobody would know.
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

/**
 * Removes the properties that only VS Code reads from a part of the manifest's schema. They do not affect validation.
 */
function withoutWords(part) {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  const ofVsCode = ['scope', 'order', 'default', 'examples', 'defaultSnippets', 'patternErrorMessage', 'keywords'];
  const kept = Object.entries(part).filter(([key]) => !ofVsCode.includes(key) && !key.startsWith('markdown'));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (key !== 'properties') return [key, Array.isArray(value) ? value.map(withoutWords) : withoutWords(value)];
      return [key, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutWords(each)]))];
    }),
  );
}

/** Source of a CommonJS module whose default export is the validator. */
function compiledSchema(file) {
  const ajv = new Ajv({
    allErrors: true,
    verbose: VERBOSE.includes(file),
    code: { source: true, esm: false },
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
  });
  for (const format of Object.values(FORMATS).flat()) ajv.addFormat(format, true);
  ajv.addVocabulary(WORDS);
  for (const shared of SHARED_SCHEMAS) {
    if (shared !== file) ajv.addSchema(readJson(shared));
  }
  return `${withoutCopies(standaloneCode(ajv, ajv.compile(schemaIn(file))))}\n${compiledLists(file)}`;
}

/** Source of a CommonJS module with the lists of a schema. */
function compiledLists(file) {
  const schema = schemaIn(file);
  const parts = partsIn(schema, schema.definitions ?? {});
  const lists = Object.entries(FORMATS).map(([name, formats]) => [
    name,
    parts.filter(({ format }) => formats.includes(format)).map(({ option, format }) => ({ option, format })),
  ]);
  if (OF_OPTIONS.includes(file)) lists.push(['places', placesIn(parts)], ['defaults', defaultsIn(parts)]);
  return lists.map(([name, list]) => `module.exports.${name} = ${JSON.stringify(list)};\n`).join('');
}

/**
 * Lets a validator add errors to its list. The code of ajv copies the whole list for each part of a value that a function
 * of its own refuses, so that a file with many errors takes quadratic time.
 */
function withoutCopies(code) {
  const copy = /vErrors === null \? ([\w.]+)\.errors : vErrors\.concat\(\1\.errors\)/g;
  const added = '$1.errors.reduce((all, each) => (all.push(each), all), vErrors ?? [])';
  const changed = code.replace(copy, added);
  if (changed.includes('.concat(')) throw new Error('ajv copies errors in another way now.');
  return changed;
}

/** Every part of a schema, with its path from the top, its format, and the names and patterns of its members. */
function partsIn(schema, definitions, option = []) {
  const { $ref, format, allOf = [], properties = {}, patternProperties = {} } = schema;
  const definition = /^#\/definitions\/(.+)$/.exec($ref ?? '')?.[1];
  if (definition !== undefined) return partsIn(definitions[definition], definitions, option);
  const [file, name] = $ref?.split('#/properties/') ?? [];
  const shared = SHARED_SCHEMAS.find((each) => path.basename(each) === file);
  if (shared !== undefined) {
    const whole = readJson(shared);
    return partsIn(name === undefined ? whole : whole.properties[name], whole.definitions ?? {}, option);
  }
  const names = Object.keys(properties).filter((name) => name !== '$schema');
  const own = { option, format, preset: schema.default, names, patterns: Object.keys(patternProperties) };
  const parts = allOf.flatMap((each) => partsIn(each, definitions, option));
  const below = Object.entries(properties).flatMap(([name, each]) => partsIn(each, definitions, [...option, name]));
  return [own, ...parts, ...below];
}

/** Every object that has members, with their names. */
function placesIn(parts) {
  const objects = parts.filter(({ names, patterns }) => names.length + patterns.length > 0);
  return objects.map(({ option, names, patterns }) => ({ option, names, patterns }));
}

/** Every option that has a default. */
function defaultsIn(parts) {
  const given = parts.filter(({ preset }) => preset !== undefined);
  return given.map(({ option, preset }) => ({ option, value: preset }));
}

module.exports = { COMPILED_LISTS, COMPILED_SCHEMAS, SHARED_SCHEMAS, compiledLists, compiledSchema };
