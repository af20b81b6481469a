import type { Schema } from './manifestShape';

/** A text of package.nls.json. */
const TEXT = { type: 'string', pattern: '^%[\\w.]+%$' };
/** An icon of VS Code's own. */
const CODICON = { type: 'string', pattern: '^\\$\\([a-z-]+\\)$' };
const FILE = { type: 'string', pattern: '^(\\./)?[\\w-]+(/[\\w.-]+)*\\.\\w+$' };
/** Nothing shines through: what is behind it would change its contrast. */
const COLOUR = { type: 'string', pattern: '^#[0-9a-f]{6}$' };
const ID = { type: 'string', minLength: 1 };
/** What other programs may load. Each kind of module has types of its own. */
const EXPORTS = {
  '.': {
    import: { types: './dist/api.d.mts', default: './dist/api.mjs' },
    require: { types: './dist/api.d.ts', default: './dist/api.js' },
  },
  './schemas/*.json': './schemas/*.json',
  './package.json': './package.json',
};
/** Where this repository is. Another address would lead readers of the Marketplace and of npm nowhere. */
const REPOSITORY = 'https://github.com/session-workbench/session-workbench';
/** Wanted wherever it may be: without one, a menu item is in the title of every view, and a key is taken from all of VS Code. */
const CLAUSE = { type: 'string', minLength: 1 };
const KEY = { type: 'string', pattern: '^((ctrl|cmd|shift|alt)\\+)*[a-z0-9]+$' };
/** What npm alone reads. */
const OF_NPM = { type: 'object' };

/** An object that has all of `wanted`, and nothing but these and `optional`. */
function object(wanted: Readonly<Record<string, Schema>>, optional: Readonly<Record<string, Schema>> = {}): Schema {
  return {
    type: 'object',
    properties: { ...wanted, ...optional },
    required: Object.keys(wanted),
    additionalProperties: false,
  };
}

/** ShapeCheck looks whether an element is there twice: Ajv would hold each against each, in every mutant. */
function list(items: Schema): Schema {
  return { type: 'array', items, minItems: 1 };
}

/** Ids of submenus. No command has such an id. */
const SUBMENU = '^sessionWorkbench\\.menu\\.[a-zA-Z]+$';

/** Lists by the name of a place of VS Code. */
function listsBy(places: readonly string[], items: Schema): Schema {
  return { ...object({}, Object.fromEntries(places.map((place) => [place, list(items)]))), minProperties: 1 };
}

/** The menus of VS Code that the manifest has something in. */
const MENUS = [
  'commandPalette',
  'editor/context',
  'editor/title',
  'editor/title/context',
  'explorer/context',
  'file/newFile',
  'testing/item/context',
  'view/item/context',
  'view/title',
];

const VIEW = object(
  { id: ID, name: TEXT, contextualTitle: TEXT, icon: FILE },
  { visibility: { enum: ['collapsed'] }, when: CLAUSE },
);

const STEP = object(
  {
    id: ID,
    title: TEXT,
    description: TEXT,
    media: {
      oneOf: [
        object({ image: object({ dark: FILE, light: FILE, hc: FILE, hcLight: FILE }), altText: TEXT }),
        object({ markdown: { type: 'string', pattern: '^[\\w-]+(/[\\w-]+)*\\.md$' } }),
      ],
    },
    completionEvents: list(ID),
  },
  { when: CLAUSE },
);

/** What a setting says of a value. What a value must be, SettingCheck holds against the contract. */
const VALUE_KEYWORDS: Readonly<Record<string, Schema>> = {
  type: {},
  default: {},
  enum: { type: 'array', minItems: 1 },
  pattern: { type: 'string' },
  // VS Code shows it in place of the pattern.
  patternErrorMessage: TEXT,
  // Of our own. The messages of the server are made from them, so SettingCheck holds them against its schema.
  patternWords: { type: 'string' },
  thenWords: { type: 'string' },
  minimum: { type: 'number' },
  maximum: { type: 'number' },
  exclusiveMinimum: { type: 'number' },
  minLength: { type: 'integer' },
  maxLength: { type: 'integer' },
  minItems: { type: 'integer' },
  required: list(ID),
  dependencies: { type: 'object', additionalProperties: list(ID) },
  examples: { type: 'array', minItems: 1 },
  markdownDescription: TEXT,
  markdownEnumDescriptions: list(TEXT),
  defaultSnippets: list(object({ label: ID, body: {} })),
  properties: { type: 'object', additionalProperties: { $ref: '#/definitions/value' } },
  additionalProperties: { $ref: '#/definitions/value' },
  patternProperties: { type: 'object', additionalProperties: { $ref: '#/definitions/value' } },
  items: { $ref: '#/definitions/value' },
  allOf: list({ $ref: '#/definitions/value' }),
  if: { $ref: '#/definitions/value' },
  // biome-ignore lint/suspicious/noThenProperty: It is a keyword of JSON Schema.
  then: { $ref: '#/definitions/value' },
};

const SETTING = object(
  {
    markdownDescription: TEXT,
    default: {},
    order: { type: 'integer' },
    scope: { enum: ['window', 'resource', 'machine-overridable'] },
  },
  // VS Code finds a setting by these words too.
  { ...VALUE_KEYWORDS, keywords: list(ID) },
);

/** All kinds of contributions that this extension has. Of any other, nothing is declared that it could be held against. */
const CONTRIBUTES = object({
  viewsContainers: listsBy(['activitybar'], object({ id: ID, title: TEXT, icon: FILE })),
  views: { type: 'object', additionalProperties: list(VIEW) },
  viewsWelcome: list(object({ view: ID, contents: TEXT, when: CLAUSE })),
  commands: list(object({ command: ID, title: TEXT, category: TEXT }, { icon: CODICON, enablement: CLAUSE })),
  menus: {
    ...listsBy(MENUS, {
      oneOf: [
        object({ command: ID, when: CLAUSE }, { group: ID }),
        object({ submenu: { type: 'string', pattern: SUBMENU }, when: CLAUSE, group: ID }),
      ],
    }),
    // It is shown where its submenu is: without a clause, always.
    patternProperties: { [SUBMENU]: list(object({ command: ID, group: ID }, { when: CLAUSE })) },
  },
  submenus: list(object({ id: { type: 'string', pattern: SUBMENU }, label: TEXT })),
  keybindings: list(object({ command: ID, key: KEY, when: CLAUSE }, { mac: KEY, args: { type: 'object' } })),
  colors: list(
    object({
      id: ID,
      description: TEXT,
      defaults: object({ dark: COLOUR, light: COLOUR, highContrast: COLOUR, highContrastLight: COLOUR }),
    }),
  ),
  // Of languages of our own alone: nobody wants other files to look different.
  configurationDefaults: object({ '[4d-mobile-session]': object({ 'editor.wordWrap': { enum: ['on'] } }) }),
  languages: list(
    object(
      { id: ID, aliases: list(ID), configuration: FILE },
      { filenamePatterns: list(ID), icon: object({ light: FILE, dark: FILE }) },
    ),
  ),
  jsonValidation: list(object({ fileMatch: ID, url: FILE })),
  snippets: list(object({ language: ID, path: FILE })),
  taskDefinitions: list(
    object({
      type: ID,
      required: list(ID),
      properties: {
        type: 'object',
        additionalProperties: object(
          { type: {}, markdownDescription: TEXT },
          { enum: { type: 'array', minItems: 1 }, items: { $ref: '#/definitions/value' } },
        ),
      },
    }),
  ),
  // findingsMatcher.test.ts holds the pattern against the lines of the command line.
  problemMatchers: list(
    object({
      name: ID,
      label: TEXT,
      owner: ID,
      source: TEXT,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code's own variable.
      fileLocation: { const: ['autoDetect', '${workspaceFolder}'] },
      pattern: object({
        regexp: ID,
        file: { const: 1 },
        line: { const: 2 },
        column: { const: 3 },
        severity: { const: 4 },
        message: { const: 5 },
        code: { const: 6 },
      }),
    }),
  ),
  grammars: list(object({ language: ID, scopeName: ID, path: FILE })),
  configuration: list(
    object({
      title: TEXT,
      properties: { type: 'object', additionalProperties: { $ref: '#/definitions/setting' } },
    }),
  ),
  mcpServerDefinitionProviders: list(object({ id: ID, label: TEXT })),
  // VS Code takes no other names. What a model reads is English, and of what is in the schema ContractCheck knows all.
  languageModelTools: list(
    object(
      {
        name: { type: 'string', pattern: '^sessionWorkbench_[a-zA-Z]+$' },
        toolReferenceName: { type: 'string', pattern: '^[a-zA-Z]+$' },
        displayName: TEXT,
        userDescription: TEXT,
        modelDescription: ID,
        inputSchema: { type: 'object' },
        canBeReferencedInPrompt: { const: true },
        icon: CODICON,
        tags: list(ID),
      },
      { when: CLAUSE },
    ),
  ),
  walkthroughs: list(
    object({ id: ID, title: TEXT, description: TEXT, icon: FILE, steps: list(STEP) }, { when: CLAUSE }),
  ),
});

/**
 * All that package.json may have, at every level. VS Code passes over what it does not know as if it were not there, and
 * what it knows may change what the extension does. So a key that is not here is refused: whoever adds one adds it here,
 * with what it is held against.
 */
export const MANIFEST_SCHEMA: Schema = {
  ...object({
    name: ID,
    displayName: TEXT,
    // npm shows it, and does not know the texts of VS Code.
    description: { type: 'string', pattern: '^[A-Z][^%]{80,400}\\.$' },
    version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
    publisher: ID,
    license: { const: 'MIT' },
    homepage: { const: `${REPOSITORY}#readme` },
    repository: object({ type: { const: 'git' }, url: { const: `git+${REPOSITORY}.git` } }),
    bugs: object({ url: { const: `${REPOSITORY}/issues` } }),
    engines: object({ vscode: ID, node: ID }),
    categories: list({ enum: ['Testing', 'Linters', 'Programming Languages', 'Other'] }),
    keywords: list(ID),
    icon: FILE,
    galleryBanner: object({ color: { const: '#1f2a37' }, theme: { const: 'dark' } }),
    main: FILE,
    types: { const: './dist/api.d.ts' },
    exports: { const: EXPORTS },
    l10n: { type: 'string', pattern: '^\\./[\\w/]+$' },
    bin: object({ 'session-workbench': FILE }),
    files: list({ type: 'string', pattern: '^[\\w*][\\w*./-]*$' }),
    activationEvents: list({
      type: 'string',
      pattern: '^(?:(?:workspaceContains:(?!\\*+(/\\*+)*$)|onWebviewPanel:).+|onUri$)',
    }),
    capabilities: object({
      untrustedWorkspaces: object({ supported: {}, description: TEXT, restrictedConfigurations: list(ID) }),
      virtualWorkspaces: object({ supported: {}, description: TEXT }),
    }),
    contributes: CONTRIBUTES,
    scripts: OF_NPM,
    devDependencies: OF_NPM,
    overrides: OF_NPM,
    allowScripts: OF_NPM,
  }),
  definitions: {
    value: { type: ['boolean', 'object'], properties: VALUE_KEYWORDS, additionalProperties: false, minProperties: 1 },
    setting: SETTING,
  },
};
