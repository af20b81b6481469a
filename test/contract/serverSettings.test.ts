import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SYSTEMS } from '../../src/server/systems';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

// That they say of each option what the server itself says of it is for the check of the contract.
describe('The settings of the dev server', () => {
  it('the dev server has a setting for each option that a person needs', () => {
    const settings = Object.keys(read('package.json').contributes.configuration.properties);
    const options = Object.keys(read('schemas/server.schema.json').properties);
    const named = settings.flatMap((key) => /^sessionWorkbench\.server\.(.+)/.exec(key)?.[1] ?? []);
    // The folder is chosen, and `lan` is the address to listen on.
    const elsewhere = ['$schema', 'mobileApps', 'host'];
    const wanted = options.filter((name) => !elsewhere.includes(name));
    assert.deepEqual(named.sort(), [...wanted, 'autoStart', 'lan'].sort());
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
