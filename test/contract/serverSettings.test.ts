import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

// That they say of each option what the server itself says of it is for the check of the contract.
describe('The settings of the dev server', () => {
  it('the dev server has a setting for each option that a person needs', () => {
    const settings = Object.keys(read('package.json').contributes.configuration.properties);
    const options = Object.keys(read('schemas/server.schema.json').properties);
    const named = settings.flatMap((key) => /^sessionWorkbench\.server\.(.+)/.exec(key)?.[1] ?? []);
    // The folder is chosen, and `lan` is the address to listen on.
    const elsewhere = ['$schema', 'mobileApps', 'host', 'seed'];
    const wanted = options.filter((name) => !elsewhere.includes(name));
    assert.deepEqual(named.sort(), [...wanted, 'autoStart', 'lan'].sort());
  });
});
