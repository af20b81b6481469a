import Ajv from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';

/** Takes bodies as they are; numbers in a query come as text. Nothing unknown is taken in silence. */
export function strictValidators(): FastifySchemaCompiler<object> {
  const bodies = new Ajv();
  const queries = new Ajv({ coerceTypes: true });
  return ({ schema, httpPart }) => (httpPart === 'querystring' ? queries : bodies).compile(schema);
}
