import Ajv from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';

/**
 * Creates validators that do not convert bodies, but do convert the text in a query to numbers. The schemas decide
 * whether unknown members are refused.
 */
export function strictValidators(): FastifySchemaCompiler<object> {
  const bodies = new Ajv();
  const queries = new Ajv({ coerceTypes: true });
  return ({ schema, httpPart }) => (httpPart === 'querystring' ? queries : bodies).compile(schema);
}
