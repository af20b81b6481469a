import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import Ajv2020, { type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020';
import { CONTROL_PATH } from '../../src/core/protocol/address';
import type { ServerChange } from '../../src/core/protocol/state';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { DevServer } from '../../src/server/devServer';
import { SYSTEMS } from '../../src/server/systems';
import { temporaryFolder } from '../disk/temporaryFolder';
import { fullOptions, SYSTEM_TESTS } from '../systems/systemTests';
import { Control, devServers, until } from './devServers';
import { type Answer, call } from './httpCall';

interface Content {
  readonly schema: AnySchemaObject;
  readonly example?: unknown;
}

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Content>>;
}

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: AnySchemaObject }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, Response>>;
}

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, AnySchemaObject>>;
    readonly responses: Readonly<Record<string, Response>>;
  };
}

const file = path.resolve(__dirname, '../../../schemas/openapi.json');
const description = JSON.parse(fs.readFileSync(file, 'utf8')) as Description;

const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  strictTypes: false,
  allErrors: true,
  discriminator: false,
});
ajv.addFormat('date-time', (text: string) => new Date(text).toISOString() === text);
// What OpenAPI adds to JSON Schema.
ajv.addKeyword('example');

/** The schema on its own, without references and words. */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, description: _, examples: __, ...rest } = schema as AnySchemaObject;
  if (typeof $ref === 'string') return plain(description.components.schemas[$ref.split('/').at(-1) as string]);
  return Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, key === 'properties' ? properties(value) : plain(value)]),
  );
}

/** Below `properties`, the keys are names and not keywords. They are all kept. */
function properties(schemas: object): object {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]));
}

/** Each schema is compiled once: the one of all changes takes a tenth of a second. */
const checks = new WeakMap<AnySchemaObject, ValidateFunction>();

function checkOf(schema: AnySchemaObject): ValidateFunction {
  const known = checks.get(schema);
  if (known) return known;
  const check = ajv.compile(plain(schema) as AnySchemaObject);
  checks.set(schema, check);
  return check;
}

function validate(schema: AnySchemaObject, value: unknown, what: string): void {
  const check = checkOf(schema);
  assert.ok(check(value), `${what}: ${ajv.errorsText(check.errors)}`);
}

const operations = Object.entries(description.paths).flatMap(([route, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ route, method: method.toUpperCase(), operation })),
);

/** The calls of the control API that are about a system of the list. */
const ofSystems = operations.flatMap(({ route, method }) => {
  const path = route.slice(CONTROL_PATH.length);
  return SYSTEMS.some(({ name }) => path.startsWith(`/${name}/`)) ? [{ method, path }] : [];
});

/** The kinds of changes that the description has for the systems, and that a server tells while it is called. */
function changesOfSystems(): string[] {
  const { oneOf } = description.components.schemas.ServerChange as { oneOf: AnySchemaObject[] };
  return oneOf.flatMap(({ properties }) =>
    properties.kind.const === 'system'
      ? properties.change.oneOf.map((each: AnySchemaObject) => each.properties.kind.const)
      : [],
  );
}

function responseOf({ responses }: Operation, status: number | string): Response | undefined {
  const response = responses[status];
  return response?.$ref === undefined
    ? response
    : description.components.responses[response.$ref.split('/').at(-1) as string];
}

describe('schemas/openapi.json', () => {
  const start = devServers();
  const folder = temporaryFolder();
  let server: DevServer;

  beforeEach(async () => {
    server = await start(fullOptions(folder()));
    // The routes are complete once the server listens.
  });

  const controlRoutes = () => server.routes.filter(({ face }) => face === 'control');

  it('openapi.json has every route of the control API, and no other', () => {
    assert.match(description.openapi, /^3\.1\./);
    const there = controlRoutes().map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    assert.ok(there.length > 10);
    assert.deepEqual(operations.map(({ method, route }) => `${method} ${route}`).sort(), there.sort());
    assert.ok(there.every((route) => route.includes(` ${CONTROL_PATH}/`)));
  });

  it('openapi.json has the schemas by which the server looks at bodies and queries', () => {
    for (const { route, method, operation } of operations) {
      const name = `${method} ${route}`;
      const found = controlRoutes().find(
        (each) => each.method === method && each.path.replace(/:(\w+)/g, '{$1}') === route,
      );
      const { body, querystring } = (found?.schema ?? {}) as { body?: unknown; querystring?: unknown };
      assert.deepEqual(plain(operation.requestBody?.content['application/json']?.schema), plain(body), name);
      const queries = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
      const documented = Object.fromEntries(queries.map((parameter) => [parameter.name, plain(parameter.schema)]));
      assert.deepEqual(documented, (plain(querystring) as { properties?: object } | undefined)?.properties ?? {}, name);
      const params = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      assert.deepEqual(
        params.map((parameter) => `{${parameter.name}}`),
        route.match(/\{\w+\}/g) ?? [],
        name,
      );
    }
  });

  it('openapi.json has valid examples of every body', () => {
    const bodies: [string, Content][] = operations.flatMap(({ method, route, operation }) => {
      const contents = [
        operation.requestBody?.content,
        ...Object.keys(operation.responses).map((status) => responseOf(operation, status)?.content),
      ];
      return contents.flatMap((content) =>
        Object.values(content ?? {}).map((each): [string, Content] => [`${method} ${route}`, each]),
      );
    });
    assert.ok(bodies.length > 30);
    for (const [name, { schema, example }] of bodies) {
      assert.notEqual(example, undefined, name);
      validate(schema, example, name);
    }
  });

  it('openapi.json says what each route really answers', async () => {
    const control = new Control(server.address());
    const { url, controlUrl } = server.address();
    const answered = new Set<string>();
    const check = (method: string, route: string, { status, json, text }: Answer) => {
      const operation = description.paths[`${CONTROL_PATH}${route}`]?.[method.toLowerCase()];
      assert.ok(operation, `${method} ${route}`);
      const response = responseOf(operation, status);
      assert.ok(response, `${method} ${route} answers ${status}, which is not documented`);
      const schema = response.content?.['application/json']?.schema;
      if (schema) validate(schema, json, `${method} ${route} ${status}`);
      else assert.equal(text, '', `${method} ${route} ${status}`);
      if (status < 400) answered.add(`${method} ${CONTROL_PATH}${route}`);
    };

    /** Makes each call of each system. */
    const callSystems = async () => {
      for (const { controlCalls } of SYSTEM_TESTS) await controlCalls?.({ control, url, folder: folder(), check });
    };
    await callSystems();
    await control.post('/faults', { kind: 'status', status: 401, errCode: 1913, scope: { session: 'x', nth: 2 } });
    const { json: fault, ...added } = await control.post('/faults', { kind: 'delay', delayMs: 5, times: 1 });
    check('POST', '/faults', { ...added, json: fault });
    check('GET', '/faults', await control.get('/faults'));
    check('GET', '/state', await control.get('/state'));
    check('GET', '/changes', await control.get('/changes'));
    check('GET', '/journal', await control.get('/journal?after=0&limit=50'));
    check('POST', '/clock', await control.post('/clock', { advanceMs: 5 }));
    check('GET', '/outbox', await control.get('/outbox'));
    check('DELETE', '/outbox', await control.call('DELETE', '/outbox'));
    const snapshot = await control.get('/snapshot');
    check('GET', '/snapshot', snapshot);
    check('PUT', '/snapshot', await control.call('PUT', '/snapshot', snapshot.json));
    check('DELETE', '/faults/{id}', await control.call('DELETE', `/faults/${fault.id}`));
    check('POST', '/recording', await control.post('/recording', { on: true }));
    await call(`${url}/none`);
    check('GET', '/recording', await control.get('/recording'));
    check('POST', '/reset', await control.post('/reset'));

    check('DELETE', '/faults/{id}', await control.call('DELETE', '/faults/none'));
    const without = new Control((await start()).address());
    for (const { method, path } of ofSystems) {
      if (!path.includes('{')) check(method, path, await without.call(method, path));
    }
    check('POST', '/clock', await control.post('/clock', { advanceMs: -5 }));
    check('GET', '/journal', await control.get('/journal?limit=0'));
    check('GET', '/state', await call(`${controlUrl}/state`));
    check('GET', '/events', await call(`${controlUrl}/events`));
    check('GET', '/events', await call(`${controlUrl}/events`, { headers: { host: 'evil.example' } }));
    check('POST', '/faults', await control.post('/faults', { kind: 'x'.repeat(2 ** 20) }));

    const changes: ServerChange[] = [];
    const ending = new AbortController();
    const following = new HttpControlClient(server.address()).follow((change) => changes.push(change), ending.signal);
    await until(
      () => changes.length,
      (heard) => heard > 0,
    );
    const { id } = (await control.post('/faults', { kind: 'reset' })).json;
    await control.call('DELETE', `/faults/${id}`);
    await callSystems();
    // What comes in its time, such as a sweep.
    await control.post('/clock', { advanceMs: 3_600_000 });
    await control.post('/clock', { pause: true });
    const heard = () => new Set(changes.map((each) => (each.kind === 'system' ? each.change.kind : each.kind)));
    // The last change is of the clock.
    const wanted = ['journal', 'clock', ...changesOfSystems()];
    await until(
      () => wanted.filter((kind) => !heard().has(kind as never)).join(),
      (missing) => missing === '',
    );
    ending.abort();
    await following;
    const stream = description.paths[`${CONTROL_PATH}/events`]?.get?.responses['200']?.content?.['text/event-stream'];
    assert.ok(stream);
    for (const change of changes) validate(stream.schema, change, change.kind);
    answered.add(`GET ${CONTROL_PATH}/events`);

    assert.deepEqual([...answered].sort(), operations.map(({ method, route }) => `${method} ${route}`).sort());
  });
});
