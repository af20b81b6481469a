import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
}

const options = read('schemas/server.schema.json') as Schema & { definitions: Record<string, Schema> };
const settings = read('package.json').contributes.configuration.properties as Record<string, Schema>;

/** What decides about a value, and what is proposed for one. */
const SHARED = ['type', 'pattern', 'minLength', 'minimum', 'maximum', 'required', 'enum', 'default', 'examples'];

function resolved(schema: Schema): Schema {
  const name = /^#\/definitions\/(.+)$/.exec(String(schema.$ref))?.[1];
  return name === undefined ? schema : resolved(options.definitions[name] as Schema);
}

/** What a schema says of values, in one shape for both files. */
function shape(given: Schema): unknown {
  const schema = resolved(given);
  const shared = SHARED.filter((keyword) => keyword in schema && !(keyword === 'type' && 'enum' in schema));
  return {
    ...Object.fromEntries(shared.map((keyword) => [keyword, schema[keyword]])),
    ...(schema.items && { items: shape(schema.items) }),
    ...(schema.properties && { properties: shapes(schema.properties) }),
  };
}

function shapes(properties: Record<string, Schema>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, shape(schema)]));
}

function option(name: string): Schema {
  return resolved((options.properties as Record<string, Schema>)[name] as Schema);
}

function setting(name: string): Schema {
  return settings[`sessionWorkbench.server.${name}`] as Schema;
}

describe('The settings of the dev server', () => {
  it('say of each option what the server itself says of it', () => {
    const { policy, ...mobile } = option('mobile').properties as Record<string, Schema>;
    const parts = resolved(policy as Schema).properties;
    assert.deepEqual(shapes(setting('mobile').properties ?? {}), shapes({ ...mobile, ...parts }));
    assert.deepEqual(shapes(setting('web').properties ?? {}), shapes(option('web').properties ?? {}));
    assert.deepEqual(shapes(setting('https').properties ?? {}), shapes(option('https').properties ?? {}));
    assert.deepEqual(shape(setting('https')), shape(option('https')));
    assert.deepEqual(shape(setting('allowedHosts').items ?? {}), shape(option('allowedHosts').items ?? {}));
    const { minimum, maximum } = option('port');
    assert.deepEqual([setting('port').minimum, setting('port').maximum], [minimum, maximum]);
  });

  it('are there for each option that a person needs', () => {
    const named = Object.keys(settings).flatMap((key) => /^sessionWorkbench\.server\.(.+)/.exec(key)?.[1] ?? []);
    // The folder is chosen, and `lan` is the address to listen on.
    const elsewhere = ['$schema', 'mobileApps', 'host', 'seed'];
    const wanted = Object.keys(options.properties ?? {}).filter((name) => !elsewhere.includes(name));
    assert.deepEqual(named.sort(), [...wanted, 'autoStart', 'lan'].sort());
  });
});
