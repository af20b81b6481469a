import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Overlay } from './overlay';

const SYSTEM = path.resolve(__dirname, '../../../test/rooms/system');

type Edit = (text: string) => string;

/**
 * The only files outside a system's own folders that a new system changes: the list of systems of each room that has
 * one, the compiler's list of projects, and the manifest for its setting.
 */
const EDITS: Readonly<Record<string, readonly Edit[]>> = {
  'src/core/systems.ts': [
    after(
      "import { PLATFORM_PART } from './systems/platform/platformPart';",
      "\nimport { PROBE_PART } from './systems/probe/probePart';",
    ),
    after("import './systems/mobile/mobilePart';", "\nimport './systems/probe/probePart';"),
    after('[WEB_PART, MOBILE_PART, MENDIX_PART, PLATFORM_PART', ', PROBE_PART'),
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
    after('[MOBILE_VIEW, WEB_VIEW, MENDIX_VIEW, PLATFORM_VIEW', ', PROBE_VIEW'),
  ],
  'src/server/tsconfig.json': [after('{ "path": "systems/platform" }', ',\n    { "path": "systems/probe" }')],
  'package.json': [withSetting],
};

/** The files that `addProbe` changes. */
export const EDITED = Object.keys(EDITS);

/** Adds the system that only tests have to a copy of the code. */
export function addProbe(overlay: Overlay): void {
  fs.cpSync(SYSTEM, overlay.path('src'), { recursive: true });
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

function withSetting(text: string): string {
  const manifest = JSON.parse(text);
  manifest.contributes.configuration.properties['sessionWorkbench.server.probe'] = {
    type: 'object',
    default: {},
    scope: 'window',
    additionalProperties: false,
    properties: { prefix: { type: 'string', pattern: '^.*$', patternWords: 'a text in one line' } },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
