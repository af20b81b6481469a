import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Overlay } from '../support/overlay';

const SYSTEM = path.resolve(__dirname, '../../../test/rooms/system');

type Edit = (text: string) => string;

/**
 * The only files outside a system's own that a new system changes: the list of systems of each room that has one, the
 * compiler's list of projects, the manifest for its setting, the translations, and the list of documents.
 */
const EDITS: Readonly<Record<string, readonly Edit[]>> = {
  'src/core/systems.ts': [
    after(
      "import { PLATFORM_PART } from './systems/platform/platformPart';",
      "\nimport { PROBE_PART } from './systems/probe/probePart';",
    ),
    after("import './systems/mobile/mobilePart';", "\nimport './systems/probe/probePart';"),
    after('[WEB_PART, MOBILE_PART, MENDIX_PART, TOKENS_PART, PLATFORM_PART', ', PROBE_PART'),
  ],
  'src/server/systems.ts': [
    after(
      "import { PLATFORM } from './systems/platform/platformPlugin';",
      "\nimport { PROBE } from './systems/probe/probePlugin';",
    ),
    after('[MOBILE, WEB, PLATFORM', ', PROBE'),
  ],
  'src/vscode/systems.ts': [
    after(
      "import { PLATFORM_VIEW } from './systems/platform/platformView';",
      "\nimport { PROBE_VIEW } from './systems/probe/probeView';",
    ),
    after('[MOBILE_VIEW, WEB_VIEW, MENDIX_VIEW, TOKENS_VIEW, PLATFORM_VIEW', ', PROBE_VIEW'),
  ],
  'src/server/tsconfig.json': [after('{ "path": "systems/platform" }', ',\n    { "path": "systems/probe" }')],
  'package.json': [withSetting],
  'package.nls.json': [withText('setting.server.probe', 'A system for tests.')],
  'package.nls.fr.json': [withText('setting.server.probe', 'Un système pour les tests.')],
  'package.nls.ja.json': [withText('setting.server.probe', 'テスト用のシステム。')],
  'media/l10n/bundle.l10n.fr.json': [withText('Clock: it is time for {0}', "Horloge\u00a0: c'est l'heure de {0}")],
  'media/l10n/bundle.l10n.ja.json': [withText('Clock: it is time for {0}', '時計: {0} の時刻')],
  'docs/README.md': [
    after(
      '| [Switches](switches.md) | every option of the server, its question and its default |',
      '\n| [The probe](probe.md) | a system for tests |',
    ),
  ],
};

/** The files that `addProbe` changes. */
export const EDITED = Object.keys(EDITS);

/** The files that are made anew from the code and its parts, by the build and by `npm run docs`. */
export const MADE = [
  'docs/architecture.md',
  'docs/reason-codes.md',
  'schemas/openapi.json',
  'schemas/scenario.schema.json',
  'schemas/server.schema.json',
  'schemas/session-workbench.schema.json',
];

/** Adds the system that only tests have to a copy of the code. */
export function addProbe(overlay: Overlay): void {
  fs.cpSync(SYSTEM, overlay.root, { recursive: true });
  for (const [file, edits] of Object.entries(EDITS)) {
    overlay.write(
      file,
      edits.reduce((text, edit) => edit(text), overlay.read(file)),
    );
  }
}

/** Builds the copy: schemas and bundles. */
export function bundle(overlay: Overlay): void {
  const bundled = overlay.run(['esbuild.js']);
  assert.equal(bundled.status, 0, bundled.output);
}

function after(place: string, added: string): Edit {
  return (text) => {
    assert.ok(text.includes(place), `there is ${place}`);
    return text.replace(place, () => place + added);
  };
}

function withText(key: string, text: string): Edit {
  return (table) => `${JSON.stringify({ ...JSON.parse(table), [key]: text }, undefined, 2)}\n`;
}

function withSetting(text: string): string {
  const manifest = JSON.parse(text);
  const [, server] = manifest.contributes.configuration;
  server.properties['sessionWorkbench.server.probeOptions'] = {
    type: 'object',
    default: {},
    scope: 'window',
    order: 15,
    markdownDescription: '%setting.server.probe%',
    additionalProperties: false,
    keywords: ['prefix'],
    defaultSnippets: [{ label: 'prefix', body: { prefix: 'the ' } }],
    properties: { prefix: { type: 'string', pattern: '^.*$', patternWords: 'a text in one line' } },
  };
  manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.push('sessionWorkbench.server.probeOptions');
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
