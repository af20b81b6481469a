// Builds schemas/server.schema.json and schemas/openapi.json. The kernel has the frame of each, and each emulated
// system has its part beside its code. So a new system needs no change here.
const fs = require('node:fs');
const path = require('node:path');

const OPTIONS = 'options.schema.json';
const CONTROL = 'openapi.json';

/**
 * Builds the schemas from the parts below a folder `src/server`.
 * @returns their texts by file name
 */
function assembled(server) {
  const part = (folder, file) => {
    const name = path.join(folder, file);
    return fs.existsSync(name) ? JSON.parse(fs.readFileSync(name, 'utf8')) : undefined;
  };
  const systems = path.join(server, 'systems');
  const names = fs.readdirSync(systems).sort();
  const parts = (file) =>
    names.flatMap((name) => {
      const found = part(path.join(systems, name), file);
      return found ? [{ name, ...found }] : [];
    });
  return {
    'server.schema.json': text(options(part(path.join(server, 'kernel/options'), OPTIONS), parts(OPTIONS))),
    'openapi.json': text(control(part(path.join(server, 'kernel/control'), CONTROL), parts(CONTROL))),
  };
}

function options(frame, parts) {
  const { $schema, ...ofKernel } = frame.properties;
  // The properties of the systems come first, because readers look for them first.
  const properties = merged({ $schema }, ...parts.map((each) => each.properties), ofKernel);
  const definitions = merged(...parts.map((each) => each.definitions ?? {}));
  return { ...frame, properties, definitions };
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
function assemble(server, schemas) {
  for (const [name, content] of Object.entries(assembled(server))) {
    const file = path.join(schemas, name);
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== content) fs.writeFileSync(file, content);
  }
}

module.exports = { assembled, assemble };
