// Builds schemas/server.schema.json, schemas/session-workbench.schema.json, schemas/openapi.json and schemas/scenario.schema.json. The kernel of the server and
// the scenario language have the frame of each, and each emulated system has its part beside its code. So a new system
// needs no change here.
const fs = require('node:fs');
const path = require('node:path');

const OPTIONS = 'options.schema.json';
const CONTROL = 'openapi.json';
const SCENARIO = 'scenario.schema.json';
const CONFIGURATION = 'configuration.schema.json';

/**
 * Builds the schemas from the parts below a folder `src`.
 * @returns their texts by file name
 */
function assembled(src) {
  const part = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined);
  const parts = (room, file) => {
    const systems = path.join(src, room, 'systems');
    return fs
      .readdirSync(systems)
      .sort()
      .flatMap((name) => {
        const found = part(path.join(systems, name, file));
        return found ? [{ name, ...found }] : [];
      });
  };
  const server = options(part(path.join(src, 'server/kernel/options', OPTIONS)), parts('server', OPTIONS));
  return {
    'server.schema.json': text(server),
    'session-workbench.schema.json': text(
      configuration(part(path.join(src, 'core/configuration', CONFIGURATION)), server),
    ),
    'openapi.json': text(control(part(path.join(src, 'server/kernel/control', CONTROL)), parts('server', CONTROL))),
    'scenario.schema.json': text(
      scenario(part(path.join(src, 'core/scenario', SCENARIO)), parts('core', SCENARIO), server),
    ),
  };
}

function options(frame, parts) {
  const { $schema, ...ofKernel } = frame.properties;
  // The properties of the systems come first, because readers look for them first.
  const properties = merged({ $schema }, ...parts.map((each) => each.properties), ofKernel);
  const definitions = merged(...parts.map((each) => each.definitions ?? {}));
  return { ...frame, properties, definitions };
}

/** What a team decides beside the options of its server. Whole, so that who has this file alone needs no other. */
function configuration(frame, { properties: { $schema, ...options }, definitions }) {
  return { ...frame, properties: merged({ $schema }, frame.properties, options), definitions };
}

/** Options of the server that are the runner's own matter, or that would reach other machines. */
const OF_RUNNER = ['host', 'port', 'allowedHosts', 'upstream'];

/**
 * A part has the members of `event` and of `expect` that are about its system, the options (`device`) and the acts (`act`)
 * of its device, and the definitions that they need.
 */
function scenario(frame, parts, server) {
  const { event, expect, device, act, ...others } = frame.definitions;
  const withMembers = (definition, member) => ({
    ...definition,
    properties: merged(definition.properties, ...parts.map((each) => each[member] ?? {})),
  });
  const ofLanguage = {
    ...others,
    device: withMembers(device, 'device'),
    act: withMembers(act, 'act'),
    event: withMembers(event, 'event'),
    expect: withMembers(expect, 'expect'),
  };
  const definitions = merged(ofLanguage, ...parts.map((each) => each.definitions ?? {}));
  const properties = { ...frame.properties, server: { ...frame.properties.server, ...optionsOfRun(server) } };
  return withOwnWords({ ...frame, properties, definitions }, definitions);
}

/** The options that a scenario may have, one by one, so that editors and messages offer these and no others. */
function optionsOfRun({ $id, properties }) {
  const names = Object.keys(properties).filter((name) => !OF_RUNNER.includes(name));
  const references = names.map((name) => [name, { $ref: `${$id}#/properties/${name}` }]);
  return { additionalProperties: false, properties: Object.fromEntries(references) };
}

/**
 * Puts a definition in the place of its reference where the reference has a description of its own. Editors would show
 * the description of the definition instead.
 */
function withOwnWords(schema, definitions) {
  if (Array.isArray(schema)) return schema.map((each) => withOwnWords(each, definitions));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...own } = schema;
  const isOwn = typeof $ref === 'string' && typeof own.description === 'string';
  const whole = isOwn ? { ...definitions[$ref.replace('#/definitions/', '')], ...own } : schema;
  return Object.fromEntries(Object.entries(whole).map(([name, each]) => [name, withOwnWords(each, definitions)]));
}

function control(frame, parts) {
  const { ServerState: state, ServerChange: change, ...others } = frame.components.schemas;
  const { systems } = state.properties;
  const example = exampleOf(frame);
  for (const { name, ...each } of parts) {
    if (each.state) systems.properties[name] = each.state;
    if (each.example) example.systems[name] = each.example;
    if (each.changes) change.oneOf.push(changeOf(name, each.changes));
  }
  const schemas = merged(
    others,
    { ServerState: state, ServerChange: change },
    ...parts.map((each) => each.schemas ?? {}),
  );
  return {
    ...frame,
    paths: merged(frame.paths, ...parts.map((each) => each.paths ?? {})),
    components: { ...frame.components, schemas },
  };
}

/** The example of the whole state. Each system adds its part. */
function exampleOf(frame) {
  const { get } = frame.paths['/_workbench/v1/state'];
  return get.responses[200].content['application/json'].example;
}

function changeOf(name, changes) {
  return {
    description: `Something in the system ${name} is different.`,
    type: 'object',
    required: ['kind', 'system', 'change'],
    additionalProperties: false,
    properties: {
      kind: { description: 'Name of the event.', const: 'system' },
      system: { description: 'Name of the system.', const: name },
      change: { description: 'What is different.', oneOf: changes },
    },
  };
}

/**
 * Merges objects.
 * @throws Error when two of them have the same property, because one would be lost
 */
function merged(...parts) {
  const all = {};
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) {
      if (Object.hasOwn(all, name))
        throw new Error(`Two parts of a schema have “${name}”; give one of them another name.`);
      all[name] = value;
    }
  }
  return all;
}

function text(schema) {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** Writes the files whose text has changed. */
function assemble(src, schemas) {
  for (const [name, content] of Object.entries(assembled(src))) {
    const file = path.join(schemas, name);
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== content) fs.writeFileSync(file, content);
  }
}

module.exports = { assembled, assemble };
