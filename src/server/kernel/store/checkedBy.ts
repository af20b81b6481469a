import Ajv from 'ajv';

/** Says by a JSON schema what is wrong with a value. The schema is compiled when it is first needed. */
export function checkedBy(schema: object): (value: unknown) => string | undefined {
  const ajv = new Ajv();
  let check: ReturnType<typeof ajv.compile> | undefined;
  return (value) => {
    check ??= ajv.compile(schema);
    return check(value) ? undefined : ajv.errorsText(check.errors, { dataVar: 'value' });
  };
}
