import type { Json } from '../json/json';
import type { BodySchema } from '../system/routeRequest';

/** A value that a schema allows: its example where it has one, and otherwise what its members say. */
export function exampleOf(schema: BodySchema): Json {
  const { type, examples, enum: allowed, properties = {}, items } = schema;
  const given = examples?.[0] ?? allowed?.[0];
  if (given !== undefined) return given;
  switch (type) {
    case 'object':
      return Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, exampleOf(part)]));
    case 'array':
      return items ? [exampleOf(items)] : [];
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'string':
      return '';
  }
}
