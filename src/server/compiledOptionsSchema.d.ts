/** The validator of schemas/server.schema.json; esbuild.js compiles it with ajv, ahead of time. */
declare const validate: {
  (value: unknown): boolean;
  errors?:
    | {
        readonly instancePath: string;
        readonly keyword: string;
        readonly params: Readonly<Record<string, unknown>>;
        readonly message?: string;
      }[]
    | null;
};
export default validate;
